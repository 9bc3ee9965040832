import { type ChannelRow, mayEditChannel } from '@marquee/domain/channels'
import { parseGlobalId } from '@marquee/schema/ids'
import { type Context, type UserError, userError } from '../schema/index.ts'
import { freshChannel } from './loaders.ts'

/** The first line of every use-case that changes a channel: who asks must be signed in, and own it. */
export async function findEditableChannel(
  context: Context,
  channelId: string,
): Promise<{ readonly channel: ChannelRow } | { readonly denied: UserError }> {
  if (!context.viewer) return { denied: userError('UNAUTHENTICATED') }
  const id = parseGlobalId(channelId)
  const channel = id?.prefix === 'chn' ? await freshChannel(context, id.publicId) : null
  if (!channel) return { denied: userError('CHANNEL_NOT_FOUND', 'channelId') }
  if (!mayEditChannel(context.viewer, channel)) return { denied: userError('FORBIDDEN', 'channelId') }
  return { channel }
}
