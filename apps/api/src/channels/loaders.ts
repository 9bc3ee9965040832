import {
  type ChannelRow,
  findChannelsByHandles,
  findChannelsByOwners,
  findChannelsByPublicIds,
} from '@marquee/domain/channels'
import { type Context, defineKnown, defineLoader } from '../schema/index.ts'

/** From the metadata cache where it has them. */
export const channelByPublicId = defineLoader<string, ChannelRow | null>(({ metadata }, ids) =>
  metadata.channels(ids.map((id) => ({ id }))),
)

export const channelByOwner = defineLoader<bigint, ChannelRow | null>(({ database }, ids) =>
  findChannelsByOwners(database, ids),
)

export const channelByHandle = defineLoader<string, ChannelRow | null>(({ database }, handles) =>
  findChannelsByHandles(database, handles),
)

const knownChannels = defineKnown<ChannelRow>()

/** Has channels in hand before the rows of a page ask for them. */
export function knowChannels(context: Context, channels: readonly (ChannelRow | null)[]): void {
  const known = knownChannels(context)
  for (const channel of channels) if (channel) known.set(channel.publicId, channel)
}

/** Every video has one. */
export function channelOfVideo(context: Context, publicId: string): ChannelRow | Promise<ChannelRow> {
  return knownChannels(context).get(publicId) ?? loadChannelOfVideo(context, publicId)
}

async function loadChannelOfVideo(context: Context, publicId: string): Promise<ChannelRow> {
  const channel = await channelByPublicId(context).load(publicId)
  if (!channel) throw new Error(`A video names the channel ${publicId}, which is not there`)
  return channel
}

/** As it is in PostgreSQL now: for deciding on a change. */
export async function freshChannel({ services }: Context, publicId: string): Promise<ChannelRow | null> {
  const [channel = null] = await findChannelsByPublicIds(services.database, [publicId])
  return channel
}
