import type { VideoViewer } from '../videos/policy.ts'
import type { ChannelRow } from './store.ts'

/** Owners and administrators may change a channel. */
export function mayEditChannel(viewer: VideoViewer, channel: ChannelRow): boolean {
  return viewer !== null && (viewer.role === 'admin' || channel.ownerId === viewer.accountId)
}
