import { type ChannelRow, mayEditChannel } from '@marquee/domain/channels'
import {
  type ChannelAudience,
  type KeysetPage,
  type ListedVideo,
  listChannelVideos,
  listPublicVideos,
  mayWatchVideo,
  type VideoRow,
} from '@marquee/domain/videos'
import { isWatchable } from '@marquee/media'
import { type Context, defineLoader, type Page, type PageArguments, paginate } from '../schema/index.ts'
import { videoByPublicId } from './find-video.ts'

/** The home page: public and watchable, newest publication first. */
export async function listHome(context: Context, args: PageArguments): Promise<Page<VideoRow>> {
  const page = await paginate(context, args, {
    list: (wanted) => listPublicVideos(context.services.database, wanted),
    positionOf: (video) => video,
  })
  return hydrate(context, page, isPublic)
}

interface ChannelPage extends ChannelAudience {
  readonly page: KeysetPage<{ id: bigint }>
}

/** Channels that are asked for the same page are answered by one statement. */
const pageOfChannel = defineLoader<ChannelPage, ListedVideo[], string>(
  async ({ database }, asked) => {
    const pages = new Map(asked.map((one) => [nameOf(one.page), one.page]))
    const listed = new Map<ChannelPage, ListedVideo[]>()
    for (const [name, page] of pages) {
      const alike = asked.filter((one) => nameOf(one.page) === name)
      const lists = await listChannelVideos(database, alike, page)
      alike.forEach((one, index) => {
        listed.set(one, lists[index] ?? [])
      })
    }
    return asked.map((one) => listed.get(one) ?? [])
  },
  ({ channelId, audience, page }) => `${channelId}/${audience}/${nameOf(page)}`,
)

function nameOf({ limit, after, before, backward }: ChannelPage['page']): string {
  return [limit, after?.id, before?.id, backward].join()
}

/** A channel's videos, newest first: everything for who may edit it, what is public and watchable for others. */
export async function listOfChannel(
  context: Context,
  channel: ChannelRow,
  args: PageArguments,
): Promise<Page<VideoRow>> {
  const audience = mayEditChannel(context.viewer, channel) ? 'owner' : 'strangers'
  const page = await paginate(context, args, {
    list: (wanted) => pageOfChannel(context).load({ channelId: channel.id, audience, page: wanted }),
    positionOf: ({ id }) => ({ at: new Date(0), id }),
  })
  return hydrate(context, page, (video) =>
    audience === 'owner' ? mayWatchVideo(context.viewer, video) : isPublic(video),
  )
}

/**
 * The videos of a page, none of them older than the list has seen. One that has changed since, so that it no longer
 * belongs there, leaves the page shorter; its place stays where cursors say.
 */
async function hydrate(
  context: Context,
  { edges, pageInfo }: Page<ListedVideo>,
  belongs: (video: VideoRow) => boolean,
): Promise<Page<VideoRow>> {
  const loader = videoByPublicId(context)
  const videos = await Promise.all(
    edges.map(({ node: { publicId, version } }) => loader.load({ id: publicId, atLeast: version })),
  )
  const kept = edges.flatMap(({ cursor }, index) => {
    const node = videos[index]
    return node && belongs(node) ? [{ cursor, node }] : []
  })
  return { edges: kept, pageInfo }
}

function isPublic({ visibility, status }: VideoRow): boolean {
  return visibility === 'public' && isWatchable(status)
}
