export { channelChanged } from './events.ts'
export { HANDLE, handleFromName } from './handle-from-name.ts'
export { mayEditChannel } from './policy.ts'
export {
  type ChannelRow,
  createChannel,
  findChannelsByHandles,
  findChannelsByOwners,
  findChannelsByPublicIds,
  findPipelineOfChannel,
  letsViewersDownload,
  updateChannelDetails,
} from './store.ts'
export { findWatermarkOf, updateWatermark, watermarkOf } from './watermark.ts'
