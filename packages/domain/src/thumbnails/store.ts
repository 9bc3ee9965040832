import type { Thumbnail } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { touchVideo } from '../videos/store.ts'
import { shownThumbnail } from './shown-thumbnail.ts'

export type ThumbnailRow = Thumbnail

/** A video as whoever announces its change needs it. */
export interface ChangedVideo {
  readonly publicId: string
  readonly version: number
}

/** What may stand for each of the videos: what was uploaded first, then what is from the film, in its order. */
export async function findThumbnails(
  tx: Transaction,
  videoIds: readonly bigint[],
): Promise<ThumbnailRow[][]> {
  const rows = await tx.thumbnail.findMany({
    where: { videoId: { in: [...videoIds] } },
    orderBy: [{ origin: 'desc' }, { atMs: 'asc' }, { place: 'asc' }],
  })
  return videoIds.map((id) => rows.filter(({ videoId }) => videoId === id))
}

/** Forgets all of a video; answers their paths. */
export async function forgetThumbnails(tx: Transaction, videoId: bigint): Promise<string[]> {
  const [rows = []] = await findThumbnails(tx, [videoId])
  await tx.thumbnail.deleteMany({ where: { videoId } })
  return rows.map(({ path }) => path)
}

/** Holds a video's row, so that choices are made one after another. False where the video is gone. */
export async function holdVideo(tx: Transaction, videoId: bigint): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM video WHERE id = ${videoId} AND status <> 'deleted' FOR UPDATE`
  return rows.length > 0
}

/** Makes what is to be shown the video's poster, of a video that is held. Null where it is gone. */
export async function showThumbnail(tx: Transaction, videoId: bigint): Promise<ChangedVideo | null> {
  const [thumbnails = []] = await findThumbnails(tx, [videoId])
  return touchVideo(tx, videoId, { posterPath: shownThumbnail(thumbnails)?.path ?? null })
}
