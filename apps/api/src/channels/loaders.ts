import { type ChannelRow, findChannelsByOwners, findChannelsByPublicIds } from '@marquee/domain/channels'
import { defineLoader } from '../schema/index.ts'

export const channelByPublicId = defineLoader<string, ChannelRow | null>(({ database }, ids) =>
  findChannelsByPublicIds(database, ids),
)

export const channelByOwner = defineLoader<bigint, ChannelRow | null>(({ database }, ids) =>
  findChannelsByOwners(database, ids),
)
