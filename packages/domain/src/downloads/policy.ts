import type { ChannelRow } from '../channels/store.ts'
import { mayWatchVideo, type VideoViewer } from '../videos/policy.ts'
import type { VideoRow } from '../videos/store.ts'

/** Whether a video may be taken away: by its owner and administrators always, by viewers where its channel lets them. */
export function mayDownloadVideo(
  viewer: VideoViewer,
  video: VideoRow,
  channel: Pick<ChannelRow, 'viewersMayDownload'>,
): boolean {
  if (!mayWatchVideo(viewer, video) || video.status === 'taken_down') return false
  return channel.viewersMayDownload || isOwn(viewer, video)
}

function isOwn(viewer: VideoViewer, { channel }: VideoRow): boolean {
  return viewer !== null && (viewer.role === 'admin' || channel.ownerId === viewer.accountId)
}
