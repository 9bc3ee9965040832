import { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import type { KeysetPage } from '../paging/keyset.ts'

/** A video's place in a list, and the version that the list has seen: whoever reads the video takes no older one. */
export interface ListedVideo {
  readonly id: bigint
  readonly publicId: string
  readonly version: number
}

/** Where a page starts: the sort key of the row before it. */
export type VideoPosition = { at: Date; id: bigint }

/** By publication. */
export type PublishedVideo = ListedVideo & { readonly at: Date; readonly channelPublicId: string }

const WATCHABLE = Prisma.sql`v.visibility = 'public' AND v.status IN ('playable', 'ready')`
const LISTED = Prisma.sql`v.id, v.public_id AS "publicId", v.version`

/** Public and watchable, newest publication first (or last first, when walking backward). */
export async function listPublicVideos(
  tx: Transaction,
  { limit, after, before, backward }: KeysetPage<VideoPosition>,
): Promise<PublishedVideo[]> {
  const direction = directionOf(backward)
  const within = Prisma.sql`
    ${after ? Prisma.sql`AND (v.published_at, v.id) < (${after.at}::timestamptz, ${after.id}::bigint)` : Prisma.empty}
    ${before ? Prisma.sql`AND (v.published_at, v.id) > (${before.at}::timestamptz, ${before.id}::bigint)` : Prisma.empty}`
  return tx.$queryRaw<PublishedVideo[]>`
    SELECT ${LISTED}, v.published_at AS "at", c.public_id AS "channelPublicId"
      FROM video v JOIN channel c ON c.id = v.channel_id
     WHERE ${WATCHABLE} AND v.published_at IS NOT NULL ${within}
     ORDER BY v.published_at ${direction}, v.id ${direction} LIMIT ${limit}`
}

/** Whose videos are listed, and for whom. Strangers see what is public and watchable. */
export interface ChannelAudience {
  readonly channelId: bigint
  readonly audience: 'owner' | 'strangers'
}

/** The same page of several channels in one statement, each newest first, in the order of the channels asked for. */
export async function listChannelVideos(
  tx: Transaction,
  channels: readonly ChannelAudience[],
  { limit, after, before, backward }: KeysetPage<{ id: bigint }>,
): Promise<ListedVideo[][]> {
  const direction = directionOf(backward)
  const within = Prisma.sql`
    ${after ? Prisma.sql`AND v.id < ${after.id}::bigint` : Prisma.empty}
    ${before ? Prisma.sql`AND v.id > ${before.id}::bigint` : Prisma.empty}`
  const rows = await tx.$queryRaw<(ListedVideo & { readonly place: number })[]>`
    SELECT asked.place::int AS place, page.*
      FROM unnest(
             ${channels.map(({ channelId }) => channelId)}::bigint[],
             ${channels.map(({ audience }) => audience === 'owner')}::boolean[]
           ) WITH ORDINALITY AS asked(channel_id, owned, place)
     CROSS JOIN LATERAL (
           SELECT ${LISTED} FROM video v
            WHERE v.channel_id = asked.channel_id
              AND CASE WHEN asked.owned THEN v.status <> 'deleted' ELSE ${WATCHABLE} END ${within}
            ORDER BY v.id ${direction} LIMIT ${limit}) page
     ORDER BY page.id ${direction}`
  const pages = channels.map((): ListedVideo[] => [])
  for (const { place, ...video } of rows) pages[place - 1]?.push(video)
  return pages
}

function directionOf(backward: boolean | undefined): Prisma.Sql {
  return backward ? Prisma.sql`ASC` : Prisma.sql`DESC`
}
