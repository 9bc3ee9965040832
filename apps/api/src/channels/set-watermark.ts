import { type ChannelRow, updateWatermark } from '@marquee/domain/channels'
import { keepPicture, loosenPicture } from '@marquee/domain/pictures'
import { WATERMARK_LIMITS, type Watermark } from '@marquee/media'
import { newPublicId } from '@marquee/schema/ids'
import { takePicture } from '../pictures/index.ts'
import { type Context, forgetLoaded, type UserError, userError } from '../schema/index.ts'
import { findEditableChannel } from './find-editable-channel.ts'

export interface SetWatermarkInput {
  readonly channelId: string
  readonly uploadId?: string | null | undefined
  readonly corner?: Watermark['corner'] | null | undefined
  readonly size?: number | null | undefined
  readonly opacity?: number | null | undefined
}

export interface WatermarkPayload {
  readonly channel: ChannelRow | null
  readonly userErrors: readonly UserError[]
}

/** Has a logo drawn into what the channel uploads from now on, and into what is processed again. */
export async function setWatermark(context: Context, input: SetWatermarkInput): Promise<WatermarkPayload> {
  const found = await findEditableChannel(context, input.channelId)
  if ('denied' in found) return refuse(found.denied)
  const { channel } = found
  const errors = [...judge('size', input.size), ...judge('opacity', input.opacity)]
  if (!input.uploadId && channel.watermarkKey === null) errors.push(userError('LOGO_REQUIRED', 'uploadId'))
  if (errors.length > 0) return refuse(...errors)
  const change = {
    ...(input.corner ? { corner: input.corner } : {}),
    ...(typeof input.size === 'number' ? { size: input.size } : {}),
    ...(typeof input.opacity === 'number' ? { opacity: input.opacity } : {}),
  }
  if (input.uploadId) return takeLogo(context, channel, input.uploadId, change)
  return answerChanged(context, await updateWatermark(context.services.database, channel.id, change))
}

/** Nothing is drawn into what is uploaded from now on. Runs that have begun go on with the logo. */
export async function removeWatermark(
  context: Context,
  { channelId }: { readonly channelId: string },
): Promise<WatermarkPayload> {
  const found = await findEditableChannel(context, channelId)
  if ('denied' in found) return refuse(found.denied)
  return answerChanged(context, await replaceLogo(context, found.channel, { key: null }))
}

async function takeLogo(
  context: Context,
  channel: ChannelRow,
  uploadId: string,
  change: Partial<Watermark>,
): Promise<WatermarkPayload> {
  const { database, ids, originals } = context.services
  const taken = await takePicture(context, uploadId, 'logo')
  if ('denied' in taken) return refuse(taken.denied)
  const key = `channels/${channel.publicId}/${newPublicId()}.png`
  await loosenPicture(database, ids, { accountId: channel.ownerId, key })
  await originals.put(key, taken.made, { contentType: 'image/png' })
  const changed = await replaceLogo(context, channel, { ...change, key })
  if (changed) await taken.drop()
  return answerChanged(context, changed)
}

/** The logo of before goes once no run draws it. */
function replaceLogo(
  { services: { database, ids } }: Context,
  { id, ownerId }: ChannelRow,
  change: Partial<Watermark> & { readonly key: string | null },
): Promise<ChannelRow | null> {
  return database.$transaction(async (tx) => {
    const [before] = await tx.$queryRaw<{ key: string | null }[]>`
      SELECT watermark_key AS key FROM channel WHERE id = ${id} FOR UPDATE`
    const changed = await updateWatermark(tx, id, change)
    if (!changed) return null
    if (before?.key) await loosenPicture(tx, ids, { accountId: ownerId, key: before.key })
    if (change.key !== null) await keepPicture(tx, change.key)
    return changed
  })
}

async function answerChanged(context: Context, channel: ChannelRow | null): Promise<WatermarkPayload> {
  if (!channel) return refuse(userError('CHANNEL_NOT_FOUND', 'channelId'))
  forgetLoaded(context)
  await context.services.announceChannel(channel)
  return { channel, userErrors: [] }
}

function judge(field: 'size' | 'opacity', value: number | null | undefined): UserError[] {
  const { least, most } = WATERMARK_LIMITS[field]
  const isWithin = typeof value !== 'number' || (value >= least && value <= most)
  return isWithin ? [] : [userError('WATERMARK_OUT_OF_RANGE', field)]
}

function refuse(...userErrors: UserError[]): WatermarkPayload {
  return { channel: null, userErrors }
}
