import type { ExtractedCaptions } from '@marquee/media'
import type { Caption } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { folderOf, REVISION_GRACE_MS, retireRevision } from '../revisions/index.ts'
import { touchVideo, type VideoRow } from '../videos/store.ts'

export type CaptionRow = Caption

/** The parts of a video that its captions hang on. */
export type CaptionVideo = Pick<VideoRow, 'id' | 'publicId'>

export interface NewCaption {
  /** BCP 47. */
  readonly language: string
  /** Empty: the language's name. */
  readonly label: string
  /** Below `videos/<public id>/`, in a folder of its own. */
  readonly path: string
}

/** Of each video its captions, by language. */
export async function findCaptions(tx: Transaction, videoIds: readonly bigint[]): Promise<CaptionRow[][]> {
  const rows = await tx.caption.findMany({
    where: { videoId: { in: [...videoIds] } },
    orderBy: { language: 'asc' },
  })
  return videoIds.map((id) => rows.filter(({ videoId }) => videoId === id))
}

/** Long enough to write a file. */
const RESERVED_MS = 3_600_000

/** Names the folder of captions that are about to be written: should nothing come of them, the sweep removes it. */
export async function reserveCaption(tx: Transaction, video: CaptionVideo, path: string): Promise<void> {
  await retireRevision(tx, video, folderOf(path), RESERVED_MS)
}

/** Makes captions that were reserved, and written, those of their language; null where the video is gone. */
export async function saveCaption(
  tx: Transaction,
  video: CaptionVideo,
  caption: NewCaption,
): Promise<{ publicId: string; version: number } | null> {
  const touched = await touchVideo(tx, video.id)
  if (!touched) return null
  await replaceCaption(tx, video, { ...caption, origin: 'uploaded' })
  await tx.retiredRevision.deleteMany({
    where: { videoPublicId: video.publicId, revision: folderOf(caption.path) },
  })
  return touched
}

/** Null where the video is gone, or has none in that language. */
export async function removeCaption(
  tx: Transaction,
  video: CaptionVideo,
  language: string,
): Promise<{ publicId: string; version: number } | null> {
  const removed = await tx.caption.findUnique({
    where: { videoId_language: { videoId: video.id, language } },
  })
  const touched = removed && (await touchVideo(tx, video.id))
  if (!touched) return null
  await tx.caption.deleteMany({ where: { videoId: video.id, language, path: removed.path } })
  await retireUnnamed(tx, video, removed.path)
  return touched
}

/** Takes what a run found in the file: it replaces what was found there before, and nothing of the creator's. */
export async function recordExtracted(
  tx: Transaction,
  video: CaptionVideo,
  { revision, tracks }: ExtractedCaptions,
): Promise<void> {
  const touched = await touchVideo(tx, video.id)
  const known = await tx.caption.findMany({ where: { videoId: video.id } })
  const own = new Set(known.filter(({ origin }) => origin === 'uploaded').map(({ language }) => language))
  const taken = touched ? tracks.filter(({ language }) => !own.has(language)) : []
  for (const { language, path } of taken)
    await replaceCaption(tx, video, { language, path, label: '', origin: 'embedded' })
  if (taken.length === 0) await retireRevision(tx, video, revision, 0)
}

/** Whoever watches with the one before keeps it for as long as its address may live. */
async function replaceCaption(
  tx: Transaction,
  { id, publicId }: CaptionVideo,
  { language, ...caption }: NewCaption & Pick<CaptionRow, 'origin'>,
): Promise<void> {
  const place = { videoId: id, language }
  const before = await tx.caption.findUnique({ where: { videoId_language: place } })
  await tx.caption.upsert({
    where: { videoId_language: place },
    create: { ...place, ...caption },
    update: { ...caption, createdAt: new Date() },
  })
  if (before && before.path !== caption.path) await retireUnnamed(tx, { id, publicId }, before.path)
}

/** Captions that were found in one file share a folder: it goes with the last of them. */
async function retireUnnamed(tx: Transaction, video: CaptionVideo, path: string): Promise<void> {
  const others = await tx.caption.count({
    where: { videoId: video.id, path: { startsWith: `${folderOf(path)}/` } },
  })
  if (others === 0) await retireRevision(tx, video, folderOf(path), REVISION_GRACE_MS)
}
