import { open } from 'node:fs/promises'
import {
  judgeSize,
  type MovieHeader,
  type Opened,
  type ProbeDocument,
  probeArguments,
  type Refusal,
  SNIFF_BYTES,
  type Sniffed,
  sniffContent,
  statedAsfSize,
  statedWaveSize,
} from '@marquee/media'
import { readProbe } from '../../ffmpeg/read-probe.ts'
import { fetchSource, SOURCE_FILE } from '../fetch-source.ts'
import type { TaskContext } from '../task-context.ts'
import { TaskFailure, throwUnlessDone } from '../task-failure.ts'
import { surveyBoxes } from './survey-boxes.ts'

/** An upload in the task's folder, of which no demuxer has seen anything yet. */
interface OpenedUpload {
  readonly sizeBytes: number
  readonly sniffed: Sniffed
  /** Null where the container has none of the kind. */
  readonly header: MovieHeader | null
  /** Why there must be more of it than there is; null where nothing says so. */
  readonly end: Refusal | null
}

/**
 * Fetches the upload and asks the cheap questions: no demuxer sees a file that only points at others.
 * @param judge what is wrong with its beginning, asked once before it is fetched, as `other`
 */
export async function openUpload(
  context: TaskContext,
  judge: (sizeBytes: number, sniffed: Sniffed) => Refusal | null,
): Promise<OpenedUpload> {
  const sizeBytes = await sourceSize(context)
  refuseIf(judge(sizeBytes, 'other'))
  const source = await fetchSource(context)
  const head = await readHead(source)
  const sniffed = sniffContent(head)
  refuseIf(judge(sizeBytes, sniffed))
  const stated = sniffed === 'asf' ? statedAsfSize(head) : statedWaveSize(head)
  const { header, end } = await surveyMovie(source, sizeBytes, sniffed)
  return { sizeBytes, sniffed, header, end: end ?? judgeSize(sizeBytes, stated) }
}

/** @throws TaskFailure with the code of a refusal */
export function refuseIf(refusal: Refusal | null): void {
  if (refusal) throw new TaskFailure(refusal.code, refusal.detail)
}

async function sourceSize({ source: { store, key }, signal }: TaskContext): Promise<number> {
  const info = await store.head(key, { signal })
  if (!info) throw new TaskFailure('INTERNAL', `the original ${key} is gone`)
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
async function surveyMovie(
  source: string,
  sizeBytes: number,
  sniffed: Sniffed,
): Promise<Pick<OpenedUpload, 'header' | 'end'>> {
  if (sniffed !== 'mp4') return { header: null, end: null }
  const { header, isCut } = await surveyBoxes(source, sizeBytes)
  const end = isCut
    ? { code: 'SOURCE_TRUNCATED' as const, detail: 'a box reaches past the end of the file' }
    : null
  if (!header) throw new TaskFailure('SOURCE_TRUNCATED', end?.detail ?? 'no moov box')
  return { header, end }
}

/** What the container states. */
export async function probeSource({ programs }: TaskContext, opened: Opened): Promise<ProbeDocument> {
  const lines: string[] = []
  const run = await programs.run('ffprobe', probeArguments(SOURCE_FILE, opened), {
    onLine: (line) => lines.push(line),
  })
  throwUnlessDone(run, 'SOURCE_UNREADABLE')
  const probe = readProbe(lines.join('\n'))
  if (!probe || probe.streams.length === 0) throw new TaskFailure('SOURCE_UNREADABLE', 'no streams')
  return probe
}
