import { newPublicId } from '@marquee/schema/ids'
import type { Channel } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import type { IdSource } from '../ids/lease-id-source.ts'
import { handleFromName, numberedHandle } from './handle-from-name.ts'

export type ChannelRow = Channel

/** A million numbers a handle: ten misses in a row mean that something else is wrong. */
const HANDLE_TRIES = 10

/** A channel whose handle comes from its name, numbered where that is taken. */
export async function createChannel(
  tx: Transaction,
  ids: IdSource,
  { ownerId, name }: { ownerId: bigint; name: string },
): Promise<void> {
  const wished = handleFromName(name)
  let handle = wished
  for (let attempt = 0; attempt < HANDLE_TRIES; attempt += 1) {
    const { count } = await tx.channel.createMany({
      data: { id: BigInt(ids.next()), publicId: newPublicId(), ownerId, handle, name },
      skipDuplicates: true,
    })
    if (count === 1) return
    handle = numberedHandle(wished)
  }
  throw new Error(`No free handle was found for «${wished}» in ${HANDLE_TRIES} tries`)
}

/** In the order of the ids asked for; null where there is none. */
export async function findChannelsByPublicIds(
  tx: Transaction,
  publicIds: readonly string[],
): Promise<(ChannelRow | null)[]> {
  const rows = await tx.channel.findMany({ where: { publicId: { in: [...publicIds] } } })
  const byId = new Map(rows.map((row) => [row.publicId, row]))
  return publicIds.map((id) => byId.get(id) ?? null)
}

/** The first channel of each owner, in the order of the owners asked for. */
export async function findChannelsByOwners(
  tx: Transaction,
  ownerIds: readonly bigint[],
): Promise<(ChannelRow | null)[]> {
  const rows = await tx.channel.findMany({
    where: { ownerId: { in: [...ownerIds] } },
    orderBy: { id: 'desc' },
  })
  const byOwner = new Map(rows.map((row) => [row.ownerId, row]))
  return ownerIds.map((id) => byOwner.get(id) ?? null)
}

/** In the order of the handles asked for. They are stored in lower case and found in any. */
export async function findChannelsByHandles(
  tx: Transaction,
  handles: readonly string[],
): Promise<(ChannelRow | null)[]> {
  const stored = handles.map((handle) => handle.toLowerCase())
  const rows = await tx.channel.findMany({ where: { handle: { in: stored } } })
  const byHandle = new Map(rows.map((row) => [row.handle, row]))
  return stored.map((handle) => byHandle.get(handle) ?? null)
}

/** What the channel of a video has chosen; null where it has chosen nothing. */
export async function findPipelineOfChannel(tx: Transaction, videoId: bigint): Promise<string | null> {
  const video = await tx.video.findUnique({
    where: { id: videoId },
    select: { channel: { select: { pipeline: true } } },
  })
  return video?.channel.pipeline ?? null
}

/** Whether the channel of a video lets viewers take its films away. */
export async function letsViewersDownload(tx: Transaction, videoId: bigint): Promise<boolean> {
  const video = await tx.video.findUnique({
    where: { id: videoId },
    select: { channel: { select: { viewersMayDownload: true } } },
  })
  return video?.channel.viewersMayDownload ?? false
}

/** Null where the channel is gone. */
export async function updateChannelDetails(
  tx: Transaction,
  id: bigint,
  details: { name?: string; description?: string; pipeline?: string | null; viewersMayDownload?: boolean },
): Promise<ChannelRow | null> {
  const [channel] = await tx.channel.updateManyAndReturn({
    where: { id },
    data: { ...details, version: { increment: 1 } },
  })
  return channel ?? null
}
