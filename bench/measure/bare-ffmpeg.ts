import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import {
  bareEncodeArguments,
  createPacketMeter,
  describeSource,
  type PacketMeasure,
  type ProbeDocument,
  type SourceFacts,
  selectRungs,
  selectSounds,
  type X264Preset,
} from '@marquee/media'

export type Cost = { cpuSeconds: number; wallSeconds: number }

/**
 * One ffmpeg process that decodes once and writes the pipeline's rungs and sounds with its own settings, and nothing around it:
 * no inspection, no loudness measured, no first set of the source's own packets, no poster, no storyboard, no packaging.
 */
export async function encodeBare(file: string, preset: X264Preset): Promise<Cost> {
  const facts = await factsOf(file)
  const folder = await mkdtemp(path.join(tmpdir(), 'marquee-bare-'))
  try {
    const sounds = selectSounds(facts.audio, ['aac']).map((track) => ({ track, gainDb: 0 }))
    const args = bareEncodeArguments({ source: file, facts, rungs: selectRungs(facts), preset, sounds })
    return await timed('ffmpeg', args, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** GNU time's %U and %S are the process's own and its children's, as wait4(2) returns them. */
async function timed(program: string, args: string[], cwd: string): Promise<Cost> {
  const report = path.join(cwd, 'cost')
  const script = 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>"$0.log"; } 2>"$0"'
  const startedAt = performance.now()
  const child = spawn('bash', ['-c', script, report, program, ...args], { cwd, stdio: 'ignore' })
  const [status] = (await once(child, 'exit')) as [number]
  const wallSeconds = (performance.now() - startedAt) / 1000
  if (status !== 0)
    throw new Error(`${program} ended with ${status}:\n${await readFile(`${report}.log`, 'utf8')}`)
  const [user = 0, system = 0] = (await readFile(report, 'utf8')).trim().split(' ').map(Number)
  return { cpuSeconds: user + system, wallSeconds }
}

type PacketRow = {
  stream_index: number
  pts_time?: string
  duration_time?: string
  size: string
  flags: string
}

/** What inspection would find in a file. */
export async function factsOf(file: string): Promise<SourceFacts> {
  const probe = await ffprobe<ProbeDocument>(file, ['-show_streams', '-show_format'])
  const { packets } = await ffprobe<{ packets: PacketRow[] }>(file, ['-show_packets'])
  const meters = new Map(probe.streams.map(({ index }) => [index, createPacketMeter()]))
  for (const packet of packets) {
    meters.get(packet.stream_index)?.add({
      streamIndex: packet.stream_index,
      pts: Number(packet.pts_time),
      duration: Number(packet.duration_time),
      size: Number(packet.size),
      isKey: packet.flags.startsWith('K'),
      isDiscarded: packet.flags.includes('D'),
    })
  }
  const measures = new Map<number, PacketMeasure>(
    [...meters].map(([index, meter]) => [index, meter.measure()]),
  )
  const facts = describeSource({
    sizeBytes: (await stat(file)).size,
    probe,
    packets: measures,
    hasFields: false,
    audioDecodes: true,
  })
  if (!facts) throw new Error(`${file} has no video`)
  return facts
}

async function ffprobe<Document>(file: string, show: string[]): Promise<Document> {
  const { stdout } = await promisify(execFile)('ffprobe', ['-v', 'error', ...show, '-of', 'json', file], {
    maxBuffer: 2 ** 28,
  })
  return JSON.parse(stdout) as Document
}
