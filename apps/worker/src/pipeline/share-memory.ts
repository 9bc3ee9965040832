import { type PerformTask, rejectAfterAbort, STOP_WITHIN_MS } from './run-task.ts'

interface Waiting {
  readonly memoryMb: number
  begin(): void
}

/**
 * Lets tasks of one worker, of whatever class, run beside each other only where `bytes` are enough for all that they demand. The
 * others wait in the order in which they came, each in its slot, so that none is passed by forever; what runs alone always may.
 * Who demands no memory waits for nobody. An attempt that is left behind gives back what it took.
 */
export function shareMemory(bytes: number, perform: PerformTask): PerformTask {
  let takenMb = 0
  const line: Waiting[] = []
  const admit = () => {
    const [next] = line
    if (!next || !fits(next)) return
    line.shift()
    takenMb += next.memoryMb
    next.begin()
    admit()
  }
  const fits = ({ memoryMb }: Waiting) => takenMb === 0 || (takenMb + memoryMb) * 1e6 <= bytes

  /** Rejects where `signal` aborts before there is room. */
  const take = (memoryMb: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const place = { memoryMb, begin: resolve }
      const leave = () => {
        const index = line.indexOf(place)
        if (index < 0) return
        line.splice(index, 1)
        reject(signal.reason)
        admit()
      }
      signal.addEventListener('abort', leave, { once: true })
      line.push(place)
      if (signal.aborted) leave()
      else admit()
    })

  return async (task, controls) => {
    const { memoryMb = 0 } = task.demands
    if (memoryMb === 0) return perform(task, controls)
    await take(memoryMb, controls.signal)
    try {
      return await Promise.race([perform(task, controls), rejectAfterAbort(controls.signal, STOP_WITHIN_MS)])
    } finally {
      takenMb -= memoryMb
      admit()
    }
  }
}
