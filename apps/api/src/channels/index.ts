export { ChannelRef } from './schema.ts'
