import type { DownloadFiles } from '@marquee/media'
import type { Download } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { folderOf, REVISION_GRACE_MS, retireRevision } from '../revisions/index.ts'
import { touchVideo, type VideoRow } from '../videos/store.ts'

export type DownloadRow = Download

/** The parts of a video that its files hang on. */
type DownloadVideo = Pick<VideoRow, 'id' | 'publicId'>

/** Of each video its files, highest first. */
export async function findDownloads(tx: Transaction, videoIds: readonly bigint[]): Promise<DownloadRow[][]> {
  const rows = await tx.download.findMany({
    where: { videoId: { in: [...videoIds] } },
    orderBy: [{ height: 'desc' }, { bytes: 'desc' }],
  })
  return videoIds.map((id) => rows.filter(({ videoId }) => videoId === id))
}

/** Makes what a run has written the video's files. Those before stay for as long as their addresses may live. */
export async function recordDownloads(
  tx: Transaction,
  video: DownloadVideo,
  { revision, files }: DownloadFiles,
): Promise<void> {
  const touched = await touchVideo(tx, video.id)
  if (!touched) return retireRevision(tx, video, revision, 0)
  for (const path of await forgetDownloads(tx, video.id))
    if (folderOf(path) !== revision) await retireRevision(tx, video, folderOf(path), REVISION_GRACE_MS)
  await tx.download.createMany({
    data: files.map(({ bytes, ...file }) => ({ ...file, videoId: video.id, bytes: BigInt(bytes) })),
  })
}

/** Forgets all of a video; answers their paths. */
export async function forgetDownloads(tx: Transaction, videoId: bigint): Promise<string[]> {
  const [rows = []] = await findDownloads(tx, [videoId])
  await tx.download.deleteMany({ where: { videoId } })
  return rows.map(({ path }) => path)
}
