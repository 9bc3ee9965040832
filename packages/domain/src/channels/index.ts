export { HANDLE, handleFromName } from './handle-from-name.ts'
export { mayEditChannel } from './policy.ts'
export {
  type ChannelRow,
  createChannel,
  findChannelByHandle,
  findChannelsByOwners,
  findChannelsByPublicIds,
  updateChannelDetails,
} from './store.ts'
