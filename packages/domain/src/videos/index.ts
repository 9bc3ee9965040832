export type { KeysetPage } from '../paging/keyset.ts'
export { VIDEO_CHANGED_CHANNEL_PREFIX, videoChanged, videoChannel } from './events.ts'
export { mayEditVideo, mayWatchVideo, type VideoViewer } from './policy.ts'
export {
  createVideo,
  deleteVideo,
  findRenditions,
  findVideosByIds,
  findVideosByPublicIds,
  listChannelVideos,
  listPublicVideos,
  type MoveRefused,
  markPublishedIfWatchable,
  moveVideo,
  type RenditionRow,
  touchVideo,
  updateVideoDetails,
  type VideoPosition,
  type VideoRow,
} from './store.ts'
