import type { ChannelRow } from '@marquee/domain/channels'
import { mayEditChannel } from '@marquee/domain/channels'
import { listChannelVideos, listPublicVideos, type VideoRow } from '@marquee/domain/videos'
import { type Context, type Page, type PageArguments, paginate } from '../schema/index.ts'

/** The home page: public and watchable, newest publication first. */
export function listHome(context: Context, args: PageArguments): Promise<Page<VideoRow>> {
  const { database } = context.services
  return paginate(context, args, {
    list: (page) => listPublicVideos(database, page),
    positionOf: (video) => ({ at: video.publishedAt ?? video.createdAt, id: video.id }),
  })
}

/** A channel's videos, newest first: everything for who may edit it, what is public and watchable for others. */
export function listOfChannel(
  context: Context,
  channel: ChannelRow,
  args: PageArguments,
): Promise<Page<VideoRow>> {
  const { database } = context.services
  const audience = mayEditChannel(context.viewer, channel) ? 'owner' : 'strangers'
  return paginate(context, args, {
    list: (page) => listChannelVideos(database, channel.id, { ...page, audience }),
    positionOf: (video) => ({ at: new Date(0), id: video.id }),
  })
}
