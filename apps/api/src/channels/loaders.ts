import {
  type ChannelRow,
  findChannelsByHandles,
  findChannelsByOwners,
  findChannelsByPublicIds,
} from '@marquee/domain/channels'
import { type Context, defineLoader } from '../schema/index.ts'

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

/** Every video has one. */
export async function channelOfVideo(context: Context, publicId: string): Promise<ChannelRow> {
  const channel = await channelByPublicId(context).load(publicId)
  if (!channel) throw new Error(`A video names the channel ${publicId}, which is not there`)
  return channel
}

/** As it is in PostgreSQL now: for deciding on a change. */
export async function freshChannel({ services }: Context, publicId: string): Promise<ChannelRow | null> {
  const [channel = null] = await findChannelsByPublicIds(services.database, [publicId])
  return channel
}
