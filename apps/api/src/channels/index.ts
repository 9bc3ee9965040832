import './watermark-schema.ts'

export { channelByHandle, channelByOwner, channelOfVideo, freshChannel, knowChannels } from './loaders.ts'
export { ChannelRef } from './schema.ts'
