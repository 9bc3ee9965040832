export type { KeysetPage } from '../paging/keyset.ts'
export { VIDEO_CHANGED_CHANNEL_PREFIX, videoChanged, videoChannel } from './events.ts'
export {
  type ChannelAudience,
  type ListedVideo,
  listChannelVideos,
  listPublicVideos,
  type VideoPosition,
} from './list-videos.ts'
export { isRetryable, mayEditVideo, mayWatchVideo, type VideoViewer } from './policy.ts'
export { findUnpurgedVideos, markVideoPurged, owePurge, type UnpurgedVideo } from './purge-video.ts'
export {
  createVideo,
  deleteVideo,
  findRenditions,
  findVideosByIds,
  findVideosByPublicIds,
  type MoveRefused,
  markPublishedIfWatchable,
  moveVideo,
  type RenditionRow,
  touchVideo,
  updateVideoDetails,
  type VideoRow,
} from './store.ts'
