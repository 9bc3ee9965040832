import type { ChannelRow } from '../channels/store.ts'
import { mayEditVideo, mayWatchVideo, type VideoViewer } from '../videos/policy.ts'
import type { VideoRow } from '../videos/store.ts'

/** Whether a video may be taken away: by its owner and administrators always, by viewers where its channel lets them. */
export function mayDownloadVideo(
  viewer: VideoViewer,
  video: VideoRow,
  channel: Pick<ChannelRow, 'viewersMayDownload'>,
): boolean {
  if (!mayWatchVideo(viewer, video) || video.status === 'taken_down') return false
  return channel.viewersMayDownload || mayEditVideo(viewer, video)
}
