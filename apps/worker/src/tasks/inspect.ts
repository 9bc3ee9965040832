import { open } from 'node:fs/promises'
import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  audioTrialArguments,
  chooseStreams,
  createPacketMeter,
  type DecodedFrame,
  declaredDurationMs,
  describeSeeking,
  describeSource,
  frameArguments,
  judgeContent,
  judgeEnd,
  judgeFacts,
  judgeFrames,
  judgeProbe,
  judgeSize,
  type MovieHeader,
  type PacketMeasure,
  type PacketMeter,
  type ProbeDocument,
  packetArguments,
  parseFrameLine,
  parsePacketLine,
  probeArguments,
  type Refusal,
  reasonsAgainstRemux,
  SNIFF_BYTES,
  type Sniffed,
  SOURCE_LIMITS,
  sniffContent,
  statedAsfSize,
} from '@marquee/media'
import { z } from 'zod'
import { readProbe } from '../ffmpeg/read-probe.ts'
import { failureOf } from '../ffmpeg/run-end-failure.ts'
import type { RunResult } from '../ffmpeg/run-program.ts'
import { defineTask } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { surveyBoxes } from './read-boxes.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

export const inspect = defineTask({
  type: 'inspect',
  summary: 'Finds out what was uploaded, by reading all of it, or refuses it.',
  resource: 'light',
  priority: 1,
  consumes: {},
  produces: { facts: ARTEFACTS.facts },
  options: z.strictObject({}),
  cost: { fixed: 0.5, perSecond: 0.01 },
  run: async (context) => ({ facts: await inspectSource(context) }),
})

/** Cheap questions come first, and no demuxer sees a file that only points at others. */
async function inspectSource(context: TaskContext): Promise<ArtefactOf<'facts'>> {
  const sizeBytes = await sourceSize(context)
  refuseIf(judgeContent(sizeBytes, 'other'))
  const source = await fetchSource(context)
  const head = await readHead(source)
  const sniffed = sniffContent(head)
  refuseIf(judgeContent(sizeBytes, sniffed))
  if (sniffed === 'asf') refuseIf(judgeSize(sizeBytes, statedAsfSize(head)))

  const header = await surveyMovie(source, sizeBytes, sniffed)
  const reading = startReading(context)
  const probe = await probeSource(context, header).catch(async (error: unknown) => {
    await reading.stop()
    throw error
  })
  const [read, tried, decoded] = await Promise.allSettled([
    reading.ended.then((meters) => measureStreams(probe, meters)),
    tryAudio(context, probe),
    decodeFirstFrames(context, probe, 0),
  ])
  // In this order, whichever ended first: what is wrong with the whole file explains what is wrong with its head.
  const packets = outcomeOf(read)
  const audioDecodes = outcomeOf(tried)
  refuseIf(judgeEnd(declaredDurationMs(probe, header), packets.values()))
  const beforeKey = packets.get(chooseStreams(probe).video?.index ?? -1)?.beforeKey ?? 0
  const frames = beforeKey === 0 ? outcomeOf(decoded) : await decodeFirstFrames(context, probe, beforeKey)
  refuseIf(judgeFrames(frames, probe))

  const hasFields = frames.some((frame) => frame.isInterlaced)
  const facts = describeSource({ sizeBytes, probe, packets, hasFields, audioDecodes })
  if (!facts) throw new TaskFailure('SOURCE_DAMAGED', 'the picture stream has no packets')
  refuseIf(judgeFacts(facts))
  const seeking = describeSeeking({ probe, packets }, facts)
  return {
    facts,
    seeking: { ...seeking, runUpMs: [...seeking.runUpMs] },
    reasonsAgainstRemux: [...reasonsAgainstRemux(facts)],
  }
}

function outcomeOf<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') throw settled.reason
  return settled.value
}

function refuseIf(refusal: Refusal | null): void {
  if (refusal) throw new TaskFailure(refusal.code, refusal.detail)
}

async function sourceSize({ stores, sourceKey, signal }: TaskContext): Promise<number> {
  const info = await stores.originals.head(sourceKey, { signal })
  if (!info) throw new TaskFailure('INTERNAL', `the original ${sourceKey} is gone`)
  return info.size
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** A box that reaches past the end, or no `moov` at all, is a file that was cut, whatever a demuxer makes of it. */
async function surveyMovie(source: string, sizeBytes: number, sniffed: Sniffed): Promise<MovieHeader | null> {
  if (sniffed !== 'mp4') return null
  const { header, isCut } = await surveyBoxes(source, sizeBytes)
  if (isCut) throw new TaskFailure('SOURCE_TRUNCATED', 'a box reaches past the end of the file')
  if (!header) throw new TaskFailure('SOURCE_TRUNCATED', 'no moov box')
  return header
}

async function probeSource({ programs }: TaskContext, header: MovieHeader | null): Promise<ProbeDocument> {
  const lines: string[] = []
  const run = await programs.run('ffprobe', probeArguments(SOURCE_FILE), {
    onLine: (line) => lines.push(line),
  })
  const failure = failureOf(run, () => 'SOURCE_UNREADABLE')
  if (failure) throw new TaskFailure(failure.code, failure.detail)
  const probe = readProbe(lines.join('\n'))
  if (!probe || probe.streams.length === 0) throw new TaskFailure('SOURCE_UNREADABLE', 'no streams')
  refuseIf(judgeProbe(probe, header))
  return probe
}

type Meters = ReadonlyMap<number, PacketMeter>

/** A reading of all packets that goes on while the head is judged: both take their time, and most heads pass. */
interface Reading {
  /** By stream index, of the streams that have packets. */
  readonly ended: Promise<Meters>
  /** Ends it; what it has found is of no interest. */
  stop(): Promise<void>
}

function startReading(context: TaskContext): Reading {
  const stopped = new AbortController()
  const ended = readPackets(context, stopped)
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
async function readPackets({ programs }: TaskContext, end: AbortController): Promise<Meters> {
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
  const run = await programs.run('ffprobe', packetArguments(SOURCE_FILE), { onLine, signal: end.signal })
  throwUnlessExited(run)
  return meters
}

/** Of each stream of the container, those without packets too. */
function measureStreams({ streams }: ProbeDocument, meters: Meters): ReadonlyMap<number, PacketMeasure> {
  return new Map(
    streams.map(({ index }) => [index, (meters.get(index) ?? createPacketMeter()).measure()] as const),
  )
}

/** Without sound there is nothing to try; a sound that fails is left out, since the picture is worth showing. */
async function tryAudio({ programs }: TaskContext, probe: ProbeDocument): Promise<boolean> {
  const { audio } = chooseStreams(probe)
  if (!audio) return false
  const run = await programs.run('ffmpeg', audioTrialArguments(SOURCE_FILE, audio.index))
  throwUnlessExited(run)
  return run.end.kind === 'exited' && run.end.code === 0
}

async function decodeFirstFrames(
  { programs }: TaskContext,
  probe: ProbeDocument,
  beforeKey: number,
): Promise<DecodedFrame[]> {
  const { video } = chooseStreams(probe)
  if (!video) return []
  const frames: DecodedFrame[] = []
  const onLine = (line: string) => {
    const frame = parseFrameLine(line)
    if (frame) frames.push(frame)
  }
  throwUnlessExited(
    await programs.run('ffprobe', frameArguments(SOURCE_FILE, video.index, beforeKey), { onLine }),
  )
  return frames
}

/** A reader's exit status says little (a truncated file gives 0, a damaged one not): what it printed decides. */
function throwUnlessExited(run: RunResult): void {
  const failure = run.end.kind === 'exited' ? null : failureOf(run, () => 'SOURCE_DAMAGED')
  if (failure) throw new TaskFailure(failure.code, failure.detail)
}
