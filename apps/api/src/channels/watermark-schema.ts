import { mayEditChannel, watermarkOf } from '@marquee/domain/channels'
import type { RunWatermark } from '@marquee/media'
import { builder, withUserErrors } from '../schema/index.ts'
import { ChannelRef } from './schema.ts'
import { removeWatermark, setWatermark, type WatermarkPayload } from './set-watermark.ts'

/** Seconds that the address of a logo works: the time of a visit to a form. */
const LOGO_LIFE_S = 3_600

const WatermarkCornerRef = builder.enumType('WatermarkCorner', {
  description: 'Where a watermark stands in the picture, whatever way its language is written.',
  values: {
    TOP_LEFT: { value: 'top_left', description: 'At the top, on the left.' },
    TOP_RIGHT: { value: 'top_right', description: 'At the top, on the right.' },
    BOTTOM_LEFT: { value: 'bottom_left', description: 'At the bottom, on the left.' },
    BOTTOM_RIGHT: { value: 'bottom_right', description: 'At the bottom, on the right.' },
  } as const,
})

const WatermarkRef = builder.objectRef<RunWatermark>('Watermark').implement({
  description: 'A logo that is drawn into every picture of what a channel uploads.',
  fields: (t) => ({
    picture: t.string({
      description: 'URL of the logo as it is kept, a PNG; for an hour.',
      resolve: ({ key }, _args, { services }) =>
        services.originals.presignGet(key, { expiresInSeconds: LOGO_LIFE_S }),
    }),
    corner: t.field({
      type: WatermarkCornerRef,
      description: 'Where it stands.',
      resolve: ({ corner }) => corner,
    }),
    size: t.exposeFloat('size', {
      description:
        'Its width as a share of the film’s, 0.03 to 0.3; it is never higher than 0.3 of the film.',
    }),
    opacity: t.exposeFloat('opacity', { description: '0.1 to 1; 1 hides what is behind it.' }),
  }),
})

builder.objectField(ChannelRef, 'watermark', (t) =>
  t.field({
    type: WatermarkRef,
    nullable: true,
    description: 'What is drawn into its uploads; null where nothing is. Owner only.',
    resolve: (channel, _args, { viewer }) =>
      viewer && mayEditChannel(viewer, channel) ? watermarkOf(channel) : null,
  }),
)

const SetWatermarkInput = builder.inputType('SetWatermarkInput', {
  description: 'What is left out stays as it is.',
  fields: (t) => ({
    channelId: t.id({ required: true, description: 'Id of the channel.' }),
    uploadId: t.id({
      description:
        'Of a picture that was sent to the URL of `createPictureUpload`; what is transparent stays so.',
    }),
    corner: t.field({ type: WatermarkCornerRef, description: 'At first at the bottom, on the right.' }),
    size: t.float({ description: 'Its width as a share of the film’s, 0.03 to 0.3; at first 0.12.' }),
    opacity: t.float({ description: '0.1 to 1; at first 0.7.' }),
  }),
})

const RemoveWatermarkInput = builder.inputType('RemoveWatermarkInput', {
  description: 'Whose watermark goes.',
  fields: (t) => ({ channelId: t.id({ required: true, description: 'Id of the channel.' }) }),
})

const watermarkPayload = (name: string, description: string) =>
  withUserErrors(
    builder.objectRef<WatermarkPayload>(name).implement({
      description,
      fields: (t) => ({
        channel: t.field({
          type: ChannelRef,
          nullable: true,
          description: 'Null where it was not changed.',
          resolve: ({ channel }) => channel,
        }),
      }),
    }),
  )

const SetWatermarkPayloadRef = watermarkPayload(
  'SetWatermarkPayload',
  'The channel as it is now, or why it was not changed.',
)
const RemoveWatermarkPayloadRef = watermarkPayload(
  'RemoveWatermarkPayload',
  'The channel as it is now, or why nothing was removed.',
)

builder.mutationFields((t) => ({
  setWatermark: t.field({
    type: SetWatermarkPayloadRef,
    description:
      'Has a logo drawn into what the channel uploads from now on; nothing of it is shown without. Its owner and administrators may.',
    args: { input: t.arg({ type: SetWatermarkInput, required: true, description: 'What to change.' }) },
    resolve: (_, { input }, context) => setWatermark(context, input),
  }),
  removeWatermark: t.field({
    type: RemoveWatermarkPayloadRef,
    description:
      'Has nothing drawn into what the channel uploads from now on. Films that show the logo keep it. Its owner and administrators may.',
    args: { input: t.arg({ type: RemoveWatermarkInput, required: true, description: 'Whose.' }) },
    resolve: (_, { input }, context) => removeWatermark(context, input),
  }),
}))
