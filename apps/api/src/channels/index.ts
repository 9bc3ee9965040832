import './watermark-schema.ts'

export { channelByHandle, channelOfVideo, knowChannels } from './loaders.ts'
export { ChannelRef } from './schema.ts'
