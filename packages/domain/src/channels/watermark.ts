import type { RunWatermark, Watermark } from '@marquee/media'
import { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import type { ChannelRow } from './store.ts'

/** What a channel has drawn into its films; null where nothing. */
export function watermarkOf(
  channel: Pick<ChannelRow, 'watermarkKey' | 'watermarkCorner' | 'watermarkSize' | 'watermarkOpacity'>,
): RunWatermark | null {
  const { watermarkKey: key, watermarkCorner, watermarkSize, watermarkOpacity } = channel
  return key === null
    ? null
    : { key, corner: watermarkCorner, size: watermarkSize, opacity: watermarkOpacity }
}

/** Of the channel of a video, as JSON for its run. */
export async function findWatermarkOf(
  tx: Transaction,
  videoId: bigint,
): Promise<Prisma.InputJsonObject | typeof Prisma.DbNull> {
  const video = await tx.video.findUnique({ where: { id: videoId }, select: { channel: true } })
  const watermark = video && watermarkOf(video.channel)
  return watermark ? { ...watermark } : Prisma.DbNull
}

/** What is given changes, the rest stays. Null where the channel is gone. */
export async function updateWatermark(
  tx: Transaction,
  id: bigint,
  { key, corner, size, opacity }: Partial<Watermark> & { readonly key?: string | null },
): Promise<ChannelRow | null> {
  const [channel] = await tx.channel.updateManyAndReturn({
    where: { id },
    data: {
      ...(key === undefined ? {} : { watermarkKey: key }),
      ...(corner === undefined ? {} : { watermarkCorner: corner }),
      ...(size === undefined ? {} : { watermarkSize: size }),
      ...(opacity === undefined ? {} : { watermarkOpacity: opacity }),
      version: { increment: 1 },
    },
  })
  return channel ?? null
}
