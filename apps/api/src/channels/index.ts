export { channelOfVideo } from './loaders.ts'
export { ChannelRef } from './schema.ts'
