import { allowedFrom, type VideoStatus } from '@marquee/media'
import { newPublicId } from '@marquee/schema/ids'
import type { Prisma, Rendition, Visibility } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import type { IdSource } from '../ids/lease-id-source.ts'
import { allowPlayback, denyPlayback } from '../playback/denials.ts'

/** What of its channel never changes. The rest of a channel is an object of its own. */
export const VIDEO_CHANNEL_COLUMNS = { publicId: true, ownerId: true } as const

const INCLUDE = { channel: { select: VIDEO_CHANNEL_COLUMNS } } satisfies Prisma.VideoInclude

/** A video with what its policy needs of its channel. */
export type VideoRow = Prisma.VideoGetPayload<{ include: typeof INCLUDE }>

/** In the order of the ids asked for; null where there is none. Deleted ones are included: policy decides. */
export async function findVideosByIds(tx: Transaction, ids: readonly bigint[]): Promise<(VideoRow | null)[]> {
  const rows = await tx.video.findMany({ where: { id: { in: [...ids] } }, include: INCLUDE })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id) ?? null)
}

/** As {@link findVideosByIds}, by what strangers see. */
export async function findVideosByPublicIds(
  tx: Transaction,
  publicIds: readonly string[],
): Promise<(VideoRow | null)[]> {
  const rows = await tx.video.findMany({ where: { publicId: { in: [...publicIds] } }, include: INCLUDE })
  const byId = new Map(rows.map((row) => [row.publicId, row]))
  return publicIds.map((id) => byId.get(id) ?? null)
}

/** A new video of a channel, waiting for its file. */
export async function createVideo(
  tx: Transaction,
  ids: IdSource,
  video: { channelId: bigint; title: string; description: string; visibility: Visibility },
): Promise<VideoRow> {
  return tx.video.create({
    data: { id: BigInt(ids.next()), publicId: newPublicId(), status: 'uploading', ...video },
    include: INCLUDE,
  })
}

/** Null where the video is gone. */
export async function updateVideoDetails(
  tx: Transaction,
  id: bigint,
  details: { title?: string; description?: string; visibility?: Visibility },
): Promise<VideoRow | null> {
  const { count } = await tx.video.updateMany({
    where: { id, status: { not: 'deleted' } },
    data: { ...details, version: { increment: 1 } },
  })
  if (count === 0) return null
  await markPublishedIfWatchable(tx, id)
  const [video = null] = await findVideosByIds(tx, [id])
  if (video && details.visibility) await followVisibility(tx, video)
  return video
}

/** Gives a video its place on the home page: the first moment it was both public and watchable. */
export async function markPublishedIfWatchable(tx: Transaction, id: bigint): Promise<void> {
  await tx.video.updateMany({
    where: { id, publishedAt: null, visibility: 'public', status: { in: ['playable', 'ready'] } },
    data: { publishedAt: new Date() },
  })
}

/** Playback addresses that strangers hold end with their right to watch, and work again with it. */
async function followVisibility(tx: Transaction, video: VideoRow): Promise<void> {
  if (video.visibility !== 'private') await allowPlayback(tx, video.publicId)
  else if (wasPublished(video)) await denyPlayback(tx, video.publicId, 'shared')
}

/** Whether a playback token can have been given out for it. */
function wasPublished({ hlsPath, posterPath }: VideoRow): boolean {
  return hlsPath !== null || posterPath !== null
}

/** The life cycle forbids the move from where the video is now, or it is gone. */
export type MoveRefused = { moved: false; status: VideoStatus | null }

/**
 * The only way a status changes: one guarded update that names the states it may leave
 * (packages/media lifecycle), so that two writers at once cannot both win.
 */
export async function moveVideo(
  tx: Transaction,
  id: bigint,
  to: VideoStatus,
  patch: Omit<Prisma.VideoUncheckedUpdateManyInput, 'id' | 'status' | 'version'> = {},
): Promise<{ moved: true; video: VideoRow } | MoveRefused> {
  const { count } = await tx.video.updateMany({
    where: { id, status: { in: [...allowedFrom(to)] } },
    data: { ...patch, status: to, version: { increment: 1 } },
  })
  if (count === 1) await markPublishedIfWatchable(tx, id)
  const [video] = await findVideosByIds(tx, [id])
  if (count === 1 && video) {
    if ((to === 'taken_down' || to === 'deleted') && wasPublished(video))
      await denyPlayback(tx, video.publicId, 'all')
    return { moved: true, video }
  }
  return { moved: false, status: video?.status ?? null }
}

/** Changes what is not the status (paths, size, duration) and bumps the version; null where the video is deleted. */
export async function touchVideo(
  tx: Transaction,
  id: bigint,
  patch: Omit<Prisma.VideoUncheckedUpdateManyInput, 'id' | 'status' | 'version'> = {},
): Promise<{ publicId: string; version: number } | null> {
  const rows = await tx.video.updateManyAndReturn({
    where: { id, status: { not: 'deleted' } },
    data: { ...patch, version: { increment: 1 } },
    select: { publicId: true, version: true },
  })
  return rows[0] ?? null
}

/** Hides a video at once; its objects are removed by the worker. Null where it was deleted before. */
export async function deleteVideo(tx: Transaction, id: bigint): Promise<VideoRow | null> {
  const move = await moveVideo(tx, id, 'deleted', { deletedAt: new Date() })
  return move.moved ? move.video : null
}

export type RenditionRow = Rendition

/** The rungs of published sets, best first; a list for each of the sets asked for. */
export async function findRenditions(
  tx: Transaction,
  sets: readonly { readonly videoId: bigint; readonly revision: string }[],
): Promise<RenditionRow[][]> {
  const rows = await tx.rendition.findMany({
    where: {
      videoId: { in: sets.map(({ videoId }) => videoId) },
      revision: { in: sets.map(({ revision }) => revision) },
    },
    orderBy: [{ height: 'desc' }, { bitrate: 'desc' }],
  })
  return sets.map(({ videoId, revision }) =>
    rows.filter((row) => row.videoId === videoId && row.revision === revision),
  )
}
