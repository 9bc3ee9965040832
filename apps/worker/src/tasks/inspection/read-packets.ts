import {
  audioTrialArguments,
  chooseStreams,
  createPacketMeter,
  type Opened,
  type PacketMeasure,
  type PacketMeter,
  type ProbeDocument,
  packetArguments,
  parsePacketLine,
  SOURCE_LIMITS,
} from '@marquee/media'
import type { RunResult } from '../../ffmpeg/run-program.ts'
import { SOURCE_FILE } from '../fetch-source.ts'
import type { TaskContext } from '../task-context.ts'
import { TaskFailure, throwUnlessDone } from '../task-failure.ts'

type Meters = ReadonlyMap<number, PacketMeter>

/** A reading of all packets that goes on while the head is judged: both take their time, and most heads pass. */
interface Reading {
  /** By stream index, of the streams that have packets. */
  readonly ended: Promise<Meters>
  /** Ends it; what it has found is of no interest. */
  stop(): Promise<void>
}

export function startReading(context: TaskContext, opened: Opened): Reading {
  const stopped = new AbortController()
  const ended = readPackets(context, opened, stopped)
  // It may fail while nobody waits for it yet.
  ended.catch(() => undefined)
  return {
    ended,
    async stop() {
      stopped.abort()
      await ended.catch(() => undefined)
    },
  }
}

/** Reads every packet; more than we take end the reading, not the machine. */
async function readPackets({ programs }: TaskContext, opened: Opened, end: AbortController): Promise<Meters> {
  const meters = new Map<number, PacketMeter>()
  let packets = 0
  const onLine = (line: string) => {
    const packet = parsePacketLine(line)
    if (!packet || packet.streamIndex >= SOURCE_LIMITS.streams || end.signal.aborted) return
    const meter = meters.get(packet.streamIndex) ?? createPacketMeter()
    meters.set(packet.streamIndex, meter)
    meter.add(packet)
    packets += 1
    if (packets > SOURCE_LIMITS.packets)
      end.abort(new TaskFailure('SOURCE_TOO_MANY_FRAMES', `more than ${SOURCE_LIMITS.packets} packets`))
  }
  const run = await programs.run('ffprobe', packetArguments(SOURCE_FILE, opened), {
    onLine,
    signal: end.signal,
  })
  throwUnlessExited(run)
  return meters
}

/** Of each stream of the container, those without packets too. */
export function measureStreams(
  { streams }: ProbeDocument,
  meters: Meters,
): ReadonlyMap<number, PacketMeasure> {
  return new Map(
    streams.map(({ index }) => [index, (meters.get(index) ?? createPacketMeter()).measure()] as const),
  )
}

/** Whether the first second of the sound can be decoded; without sound there is nothing to try. */
export async function tryAudio(
  { programs }: TaskContext,
  probe: ProbeDocument,
  opened: Opened,
): Promise<boolean> {
  const { audio } = chooseStreams(probe)
  if (!audio) return false
  const run = await programs.run('ffmpeg', audioTrialArguments(SOURCE_FILE, audio.index, opened))
  throwUnlessExited(run)
  return run.end.kind === 'exited' && run.end.code === 0
}

/** A reader's exit status says little (a truncated file gives 0, a damaged one not): what it printed decides. */
export function throwUnlessExited(run: RunResult): void {
  if (run.end.kind !== 'exited') throwUnlessDone(run, 'SOURCE_DAMAGED')
}
