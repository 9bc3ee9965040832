import { type ChannelRow, mayEditChannel } from '@marquee/domain/channels'
import { toGlobalId } from '@marquee/schema/ids'
import { ViewerRef } from '../accounts/index.ts'
import { builder, NodeRef, registerNode, withUserErrors } from '../schema/index.ts'
import { channelByHandle, channelByOwner, channelByPublicId } from './loaders.ts'
import { type UpdateChannelPayload, updateChannel } from './update-channel.ts'

export const ChannelRef = builder.objectRef<ChannelRow>('Channel')

ChannelRef.implement({
  description: 'Where a creator publishes. Public.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({ description: 'For `node(id:)`.', resolve: (channel) => toGlobalId('chn', channel.publicId) }),
    handle: t.exposeString('handle', {
      description: 'Its name in URLs, unique, lower-case: [a-z0-9_]{3,30}.',
    }),
    name: t.exposeString('name', { description: 'Its name for people, in any language.' }),
    description: t.exposeString('description', { description: 'What it is about; may be empty.' }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: (channel) => channel.createdAt,
    }),
    pipeline: t.string({
      nullable: true,
      description: 'What its uploads are processed by; null for the default. Owner only.',
      resolve: (channel, _args, { viewer }) =>
        viewer && mayEditChannel(viewer, channel) ? channel.pipeline : null,
    }),
    viewersMayDownload: t.exposeBoolean('viewersMayDownload', {
      description: 'Whether viewers may take its videos away as files.',
    }),
  }),
})

registerNode('chn', ChannelRef, (context, publicId) => channelByPublicId(context).load(publicId))

builder.queryField('channel', (t) =>
  t.field({
    type: ChannelRef,
    nullable: true,
    description: 'A channel by its handle, in any case; null where there is none.',
    args: { handle: t.arg.string({ required: true, description: 'Without the @.' }) },
    resolve: (_, { handle }, context) => channelByHandle(context).load(handle),
  }),
)

builder.objectField(ViewerRef, 'channel', (t) =>
  t.field({
    type: ChannelRef,
    nullable: true,
    description: 'Where this person publishes.',
    resolve: (viewer, _args, context) => channelByOwner(context).load(viewer.accountId),
  }),
)

const UpdateChannelInput = builder.inputType('UpdateChannelInput', {
  description: 'What is left out stays as it is.',
  fields: (t) => ({
    channelId: t.id({ required: true, description: 'Id of the channel.' }),
    name: t.string({ description: '1 to 60 characters.' }),
    description: t.string({ description: 'At most 5,000 characters.' }),
    pipeline: t.string({
      description: 'One of `pipelines`, for uploads that ask for none; null for the default.',
    }),
    viewersMayDownload: t.boolean({
      description:
        'Whether viewers may take videos away as files. The files are made of what is uploaded from then on.',
    }),
  }),
})

const UpdateChannelPayloadRef = withUserErrors(
  builder.objectRef<UpdateChannelPayload>('UpdateChannelPayload').implement({
    description: 'The channel as it is now, or why it was not changed.',
    fields: (t) => ({
      channel: t.field({
        type: ChannelRef,
        nullable: true,
        description: 'Null where it was not changed.',
        resolve: (payload) => payload.channel,
      }),
    }),
  }),
)

builder.mutationField('updateChannel', (t) =>
  t.field({
    type: UpdateChannelPayloadRef,
    description: 'Changes a channel’s name, description or settings. Its owner and administrators may.',
    args: { input: t.arg({ type: UpdateChannelInput, required: true, description: 'What to change.' }) },
    resolve: (_, { input }, context) => updateChannel(context, input),
  }),
)
