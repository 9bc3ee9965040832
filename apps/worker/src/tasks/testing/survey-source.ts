import { stat } from 'node:fs/promises'
import {
  createPacketMeter,
  describeSeeking,
  describeSource,
  frameArguments,
  packetArguments,
  parseFrameLine,
  parsePacketLine,
  probeArguments,
  type SeekFacts,
  type SourceFacts,
} from '@marquee/media'
import { execa } from 'execa'
import { readProbe } from '../../ffmpeg/read-probe.ts'

export interface SurveyedSource {
  readonly path: string
  readonly facts: SourceFacts
  readonly seeking: SeekFacts
}

/** What inspection would find out of a file that it accepts. */
export async function surveySource(path: string): Promise<SurveyedSource> {
  const probe = readProbe((await execa('ffprobe', probeArguments(path))).stdout)
  if (!probe) throw new Error(`${path} cannot be probed`)
  const meters = new Map(probe.streams.map(({ index }) => [index, createPacketMeter()]))
  for (const line of await linesOf(packetArguments(path))) {
    const packet = parsePacketLine(line)
    if (packet) meters.get(packet.streamIndex)?.add(packet)
  }
  const packets = new Map([...meters].map(([index, meter]) => [index, meter.measure()]))
  const seen = { sizeBytes: (await stat(path)).size, probe, packets, audioDecodes: true }
  const unseen = describeSource({ ...seen, hasFields: false })
  if (!unseen) throw new Error(`${path} has no picture`)
  const { index } = unseen.video
  const frames = await linesOf(frameArguments(path, index, packets.get(index)?.beforeKey ?? 0))
  const hasFields = frames.some((line) => parseFrameLine(line)?.isInterlaced)
  const facts = describeSource({ ...seen, hasFields }) ?? unseen
  return { path, facts, seeking: describeSeeking(seen, facts) }
}

async function linesOf(args: readonly string[]): Promise<string[]> {
  return (await execa('ffprobe', args, { maxBuffer: 2 ** 28 })).stdout.split('\n')
}
