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
import { knowChannels } from '../channels/index.ts'
import {
  type Context,
  defineLoader,
  type Page,
  type PageArguments,
  paginate,
  perServices,
  type Services,
  shareReads,
} from '../schema/index.ts'
import { videoByPublicId } from './find-video.ts'

/** A page of the home page with all that it shows, the same for everybody. */
interface HomePage {
  readonly page: Page<VideoRow>
  readonly channels: readonly (ChannelRow | null)[]
}

const shareHome = perServices(() => shareReads<HomePage>())

/** The home page: public and watchable, newest publication first. Those who ask at once for the same share one reading. */
export async function listHome(context: Context, args: PageArguments): Promise<Page<VideoRow>> {
  const { first, after, last, before } = args
  const key = JSON.stringify([first, after, last, before])
  const { page, channels } = await shareHome(context.services)(key, () => readHome(context.services, args))
  knowChannels(context, channels)
  return page
}

async function readHome(services: Services, args: PageArguments): Promise<HomePage> {
  const { database, metadata, cursors } = services
  const page = await paginate(cursors, args, {
    list: (wanted) => listPublicVideos(database, wanted),
    positionOf: (video) => video,
  })
  const channelIds = new Set(page.edges.map(({ node }) => node.channelPublicId))
  const [videos, channels] = await Promise.all([
    metadata.videos(page.edges.map(({ node }) => ({ id: node.publicId, atLeast: node.version }))),
    metadata.channels([...channelIds].map((id) => ({ id }))),
  ])
  return { page: withVideos(page, videos, isPublic), channels }
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
  const page = await paginate(context.services.cursors, args, {
    list: (wanted) => pageOfChannel(context).load({ channelId: channel.id, audience, page: wanted }),
    positionOf: ({ id }) => ({ at: new Date(0), id }),
  })
  return hydrate(context, page, (video) =>
    audience === 'owner' ? mayWatchVideo(context.viewer, video) : isPublic(video),
  )
}

/** The videos of a page, none of them older than the list has seen. */
async function hydrate(
  context: Context,
  page: Page<ListedVideo>,
  belongs: (video: VideoRow) => boolean,
): Promise<Page<VideoRow>> {
  const loader = videoByPublicId(context)
  const videos = await Promise.all(
    page.edges.map(({ node: { publicId, version } }) => loader.load({ id: publicId, atLeast: version })),
  )
  return withVideos(page, videos, belongs)
}

/**
 * A video that has changed since it was listed, so that it no longer belongs there, leaves the page shorter; its place
 * stays where cursors say.
 */
function withVideos(
  { edges, pageInfo }: Page<ListedVideo>,
  videos: readonly (VideoRow | null)[],
  belongs: (video: VideoRow) => boolean,
): Page<VideoRow> {
  const kept = edges.flatMap(({ position }, index) => {
    const node = videos[index]
    return node && belongs(node) ? [{ position, node }] : []
  })
  return { edges: kept, pageInfo }
}

function isPublic({ visibility, status }: VideoRow): boolean {
  return visibility === 'public' && isWatchable(status)
}
