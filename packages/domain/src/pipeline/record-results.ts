import type { FoundRendition } from '@marquee/media'
import type { Transaction } from '../database/create-database.ts'
import { forgetDownloads } from '../downloads/index.ts'
import type { IdSource } from '../ids/lease-id-source.ts'
import { folderOf, REVISION_GRACE_MS, retireRevision } from '../revisions/index.ts'
import { forgetThumbnails } from '../thumbnails/index.ts'
import { moveVideo, touchVideo, type VideoRow } from '../videos/store.ts'

/** The parts of a video that its run knows and changes. */
export type RunVideo = Pick<VideoRow, 'id' | 'publicId' | 'revision' | 'storyboardPath'>

/** A complete set of objects. Paths are relative to videos/<public id>/. */
export interface PublishedSet {
  readonly revision: string
  readonly hlsPath: string
  readonly dashPath: string
  readonly renditions: readonly FoundRendition[]
}

interface FoundSource {
  readonly durationMs: number
  /** To show, in pixels. */
  readonly width: number
  readonly height: number
  /** What is wrong with what comes after that; null where it is all. */
  readonly cutCode: string | null
}

/** What inspection found. */
export async function recordSource(tx: Transaction, videoId: bigint, facts: FoundSource): Promise<void> {
  await touchVideo(tx, videoId, facts)
}

/** Shows a storyboard as soon as there is one; the one before it is retired. */
export async function recordStoryboard(tx: Transaction, video: RunVideo, path: string): Promise<void> {
  const touched = await touchVideo(tx, video.id, { storyboardPath: path })
  const before = video.storyboardPath
  if (!touched) await retireRevision(tx, video, folderOf(path), 0)
  else if (before !== null && before !== path)
    await retireRevision(tx, video, folderOf(before), REVISION_GRACE_MS)
}

/**
 * Makes a set what the video plays, and its status playable or ready. The set before it stays readable for as
 * long as tokens may name it. Where the life cycle refuses (the full ladder is already there, or the video is
 * gone), the set itself is retired at once.
 */
export async function recordPublication(
  tx: Transaction,
  ids: IdSource,
  video: RunVideo,
  set: PublishedSet,
  status: 'playable' | 'ready',
): Promise<void> {
  const { revision, hlsPath, dashPath } = set
  const move = await moveVideo(tx, video.id, status, { revision, hlsPath, dashPath, errorCode: null })
  if (!move.moved) {
    if (video.revision !== revision) await retireRevision(tx, video, revision, 0)
    return
  }
  if (video.revision !== null && video.revision !== revision)
    await retireRevision(tx, video, video.revision, REVISION_GRACE_MS)
  await replaceRenditions(tx, ids, video.id, set)
}

async function replaceRenditions(
  tx: Transaction,
  ids: IdSource,
  videoId: bigint,
  { revision, renditions }: PublishedSet,
): Promise<void> {
  await tx.rendition.deleteMany({ where: { videoId } })
  await tx.rendition.createMany({
    data: renditions.map((rendition) => ({
      id: BigInt(ids.next()),
      videoId,
      revision,
      name: rendition.name,
      width: rendition.width,
      height: rendition.height,
      frameRate: rendition.frameRate,
      codec: rendition.codec,
      bitrate: Math.round(rendition.bitrate),
      bytes: BigInt(Math.round(rendition.bytes)),
    })),
  })
}

/**
 * The video's end by failure. With `withdraw` whatever was shown early goes too: a damaged source must not look
 * whole because its first part plays.
 */
export async function recordFailure(
  tx: Transaction,
  video: RunVideo,
  failure: { readonly code: string; readonly withdraw: boolean },
): Promise<void> {
  const nothing = { revision: null, hlsPath: null, dashPath: null, posterPath: null, storyboardPath: null }
  const patch = failure.withdraw ? nothing : {}
  const move = await moveVideo(tx, video.id, 'failed', { errorCode: failure.code, ...patch })
  if (!move.moved || !failure.withdraw) return
  await tx.rendition.deleteMany({ where: { videoId: video.id } })
  const thumbnails = await forgetThumbnails(tx, video.id)
  const downloads = await forgetDownloads(tx, video.id)
  for (const path of [video.revision, video.storyboardPath, ...thumbnails, ...downloads])
    if (path !== null) await retireRevision(tx, video, folderOf(path), 0)
}
