import { cpuSecondsOf, innermost } from './read-process.ts'

/** How long a program that reports its progress may come no further. */
export interface Patience {
  /** Between two looks at it. */
  readonly lookMs: number
  /** In which it does nothing at all. */
  readonly idleMs: number
  /** CPU seconds that it works meanwhile. */
  readonly busySeconds: number
}

/**
 * Time alone does not tell a program that hangs from one that gets next to nothing of a loaded machine. What waits for itself uses
 * no processor: two minutes are more than the 90 s for which a restarted NFS server puts everybody off (rpc.nfsd(8)), and nothing
 * else that a task reads answers so late. What runs in circles uses one: ten minutes of it are 400 frames of the dearest ladder (VP9 of
 * an 8K film, 1.6 s each), and frames are counted as they go into an encoder, however many it holds back.
 * @param inVainMs of film that is decoded before anything can be written, at ten times what that costs
 */
export function patienceFor(inVainMs = 0): Patience {
  return { lookMs: 10_000, idleMs: 120_000, busySeconds: 600 + inVainMs / 100 }
}

/** Of a processor: less is the housekeeping of a program that waits. At `nice` 19 beside four others for each core it is 0.004. */
const NOTHING = 0.002

/** Judges a program by what it reports and what it uses. */
export interface Standstill {
  readonly read: (line: string) => void
  /** Call every `lookMs`. @param cpuSeconds all that it has used so far; null where nobody knows: it is then taken to work */
  readonly isOver: (cpuSeconds: number | null) => boolean
}

/** Of `ffmpeg -progress`: each counts what is done, unlike the others, which rise with the clock or not at all. */
const COUNTS: readonly string[] = ['frame', 'total_size', 'out_time_us']

export function createStandstill({ lookMs, idleMs, busySeconds }: Patience): Standstill {
  const counts = new Map<string, string>()
  let idleLooks = 0
  let worked = 0
  let before = 0
  return {
    read(line) {
      const [key = '', value = ''] = line.split('=', 2)
      if (!COUNTS.includes(key) || counts.get(key) === value) return
      counts.set(key, value)
      idleLooks = 0
      worked = 0
    },
    isOver(cpuSeconds) {
      const used = cpuSeconds === null ? lookMs / 1000 : Math.max(0, cpuSeconds - before)
      before = cpuSeconds ?? before
      worked += used
      idleLooks = used < NOTHING * (lookMs / 1000) ? idleLooks + 1 : 0
      return idleLooks * lookMs >= idleMs || worked >= busySeconds
    },
  }
}

export interface StandstillWatch {
  readonly read: (line: string) => void
  /** Call when the run is over. */
  dispose(): void
}

/**
 * Watches the innermost process below `pid`. Looks are counted, not minutes: while this process is stopped, or its machine sleeps,
 * no time goes by for what it has started.
 */
export function watchStandstill(
  pid: number | undefined,
  patience: Patience,
  onStandstill: () => void,
): StandstillWatch {
  const standstill = createStandstill(patience)
  const clock = setInterval(() => {
    if (pid !== undefined && standstill.isOver(cpuSecondsOf(innermost(pid)))) onStandstill()
  }, patience.lookMs)
  return { read: standstill.read, dispose: () => clearInterval(clock) }
}
