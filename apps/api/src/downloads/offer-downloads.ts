import { type DownloadRow, findDownloads, mayDownloadVideo } from '@marquee/domain/downloads'
import { findUploadsByVideos, type UploadRow } from '@marquee/domain/uploads'
import { mayEditVideo, type VideoRow } from '@marquee/domain/videos'
import { attachment, fileNameOf } from '@marquee/media'
import { downloadUrl, playbackExpiry, signPlaybackToken } from '@marquee/service'
import { channelOfVideo } from '../channels/index.ts'
import { type Context, defineLoader } from '../schema/index.ts'

export interface OfferedDownload {
  readonly quality: string
  readonly width: number | null
  readonly height: number | null
  readonly sizeBytes: bigint
  readonly url: string | Promise<string>
}

/** A download that was begun goes on behind it; one that broke off is taken up with a new address. Seconds. */
const LIFE_S = 3_600

const downloadsOfVideo = defineLoader<bigint, DownloadRow[]>(({ database }, ids) =>
  findDownloads(database, ids),
)
const uploadOfVideo = defineLoader<bigint, UploadRow | null>(({ database }, ids) =>
  findUploadsByVideos(database, ids),
)

/** What of a video its viewer may take away: the original, which is its owner's alone, and what was made of it. */
export async function offerDownloads(context: Context, video: VideoRow): Promise<OfferedDownload[]> {
  const channel = await channelOfVideo(context, video.channel.publicId)
  if (!mayDownloadVideo(context.viewer, video, channel)) return []
  const [original, files] = await Promise.all([
    offerOriginal(context, video),
    downloadsOfVideo(context).load(video.id),
  ])
  // What only its owner may have no cache is to keep for others.
  const isShared = channel.viewersMayDownload && video.visibility !== 'private'
  const made = files.map(({ name: quality, path, width, height, bytes: sizeBytes }) => ({
    ...{ quality, width, height, sizeBytes },
    url: addressOf(context, video, path, isShared ? 'shared' : 'private'),
  }))
  return [...original, ...made]
}

async function offerOriginal(context: Context, video: VideoRow): Promise<OfferedDownload[]> {
  const { originalKey, width, height, title } = video
  if (originalKey === null || !mayEditVideo(context.viewer, video)) return []
  const upload = await uploadOfVideo(context).load(video.id)
  if (!upload) return []
  const [, extension = ''] = /\.([0-9a-z]{1,5})$/i.exec(upload.fileName) ?? []
  const url = context.services.originals.presignGet(originalKey, {
    expiresInSeconds: LIFE_S,
    contentDisposition: attachment({ title, extension }),
  })
  return [{ quality: 'original', width, height, sizeBytes: upload.sizeBytes, url }]
}

/** Opens the video's files and nothing else, so that what it shows of where they lie is of no use with another token. */
function addressOf(
  { services }: Context,
  { publicId, title }: VideoRow,
  path: string,
  sharing: 'shared' | 'private',
): string {
  const { secret, edgeUrl, tokenSeconds } = services.playback
  const expiresAt = playbackExpiry(services.now(), Math.min(tokenSeconds, LIFE_S))
  const token = signPlaybackToken({ secret, video: publicId, expiresAt, sharing, purpose: 'download' })
  return downloadUrl({ edgeUrl, token, video: publicId, path, title: fileNameOf(title) })
}
