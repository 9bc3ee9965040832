import { isRetryable, mayEditVideo, type VideoRow } from '@marquee/domain/videos'
import { errorMessage, isErrorCode } from '@marquee/media'
import { toGlobalId } from '@marquee/schema/ids'
import { ChannelRef, channelOfVideo } from '../channels/index.ts'
import {
  builder,
  connectionType,
  NodeRef,
  pageArguments,
  pageComplexity,
  registerNode,
} from '../schema/index.ts'
import { findVisibleVideo } from './find-video.ts'
import { listHome, listOfChannel } from './list-videos.ts'

export const VisibilityRef = builder.enumType('Visibility', {
  description: 'Who may watch.',
  values: {
    PRIVATE: { value: 'private', description: 'Its owner alone.' },
    UNLISTED: { value: 'unlisted', description: 'Whoever has the link; no list shows it.' },
    PUBLIC: { value: 'public', description: 'Everyone; lists show it.' },
  } as const,
})

export const VideoStatusRef = builder.enumType('VideoStatus', {
  description: 'Where a video is in its life.',
  values: {
    DRAFT: { value: 'draft', description: 'Details, and no file yet.' },
    UPLOADING: { value: 'uploading', description: 'Parts of its file are arriving.' },
    PROCESSING: { value: 'processing', description: 'Its file is being read and encoded.' },
    PLAYABLE: { value: 'playable', description: 'Can be watched, in fewer qualities than it will have.' },
    READY: { value: 'ready', description: 'Every quality is there.' },
    FAILED: { value: 'failed', description: 'Processing stopped; `failure` says why.' },
    TAKEN_DOWN: { value: 'taken_down', description: 'Withdrawn by this installation.' },
  } as const,
})

/** A deleted video is answered by nothing but the mutation that gave it up, where FAILED is the nearest state. */
export function presentStatus({ status }: Pick<VideoRow, 'status'>) {
  return status === 'deleted' ? 'failed' : status
}

export interface Failure {
  readonly code: string
  readonly message: string
  readonly retryable: boolean
}

export const FailureRef = builder.objectRef<Failure>('Failure').implement({
  description: 'Why processing stopped.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable; listed in docs/operations/errors.md.' }),
    message: t.exposeString('message', {
      description: 'What happened and what to do, in English. Translate by code.',
    }),
    retryable: t.exposeBoolean('retryable', { description: 'Whether `retryVideo` may help.' }),
  }),
})

/** Null unless the video has failed. */
export function presentFailure(video: VideoRow): Failure | null {
  if (video.status !== 'failed') return null
  const code = video.errorCode !== null && isErrorCode(video.errorCode) ? video.errorCode : 'INTERNAL'
  return { code, message: errorMessage(code), retryable: isRetryable(video) }
}

interface Cut {
  readonly code: string
  readonly message: string
  readonly atMs: number
}

export const CutRef = builder.objectRef<Cut>('VideoCut').implement({
  description: 'Where a video ends because its file breaks there.',
  fields: (t) => ({
    code: t.exposeString('code', {
      description: 'What is wrong with the rest. Stable; listed in docs/operations/errors.md.',
    }),
    message: t.exposeString('message', {
      description: 'What happened and what to do, in English. Translate by code.',
    }),
    atMs: t.exposeInt('atMs', { description: 'Milliseconds; as long as the video is.' }),
  }),
})

/** Null where all of its file is shown, or nothing of it. */
export function presentCut({ status, cutCode, durationMs }: VideoRow): Cut | null {
  if (status === 'failed' || durationMs === null || !cutCode || !isErrorCode(cutCode)) return null
  return { code: cutCode, message: errorMessage(cutCode), atMs: durationMs }
}

export const VideoRef = builder.objectRef<VideoRow>('Video')

VideoRef.implement({
  description: 'A video, from the announcement of its file to its last viewer.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'For `node(id:)`; `vid_` and the part that stands in the watch page’s URL.',
      resolve: (video) => toGlobalId('vid', video.publicId),
    }),
    title: t.exposeString('title', { description: '1 to 100 characters, in any language.' }),
    description: t.exposeString('description', { description: 'At most 5,000 characters; may be empty.' }),
    visibility: t.field({
      type: VisibilityRef,
      description: 'Who may watch.',
      resolve: (video) => video.visibility,
    }),
    status: t.field({
      type: VideoStatusRef,
      description: 'Where it is in its life.',
      resolve: presentStatus,
    }),
    failure: t.field({
      type: FailureRef,
      nullable: true,
      description: 'Why processing stopped; null unless status is FAILED. Owner only.',
      resolve: (video, _args, { viewer }) => (mayEditVideo(viewer, video) ? presentFailure(video) : null),
    }),
    cut: t.field({
      type: CutRef,
      nullable: true,
      description:
        'Where it ends because its file breaks there, and its pipeline publishes what comes before; null where all of the file is shown. Owner only.',
      resolve: (video, _args, { viewer }) => (mayEditVideo(viewer, video) ? presentCut(video) : null),
    }),
    channel: t.field({
      type: ChannelRef,
      description: 'Who published it.',
      resolve: (video, _args, context) => channelOfVideo(context, video.channel.publicId),
    }),
    durationMs: t.exposeInt('durationMs', {
      nullable: true,
      description: 'Milliseconds; null until the file was read.',
    }),
    width: t.exposeInt('width', {
      nullable: true,
      description: 'Display size of the source, after rotation and pixel aspect ratio.',
    }),
    height: t.exposeInt('height', { nullable: true, description: 'As `width`, in pixels.' }),
    viewerCanEdit: t.boolean({
      description: 'Whether who asks may change or delete it.',
      resolve: (video, _args, { viewer }) => mayEditVideo(viewer, video),
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When its upload began.',
      resolve: (video) => video.createdAt,
    }),
    publishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The first moment it was both public and watchable; the order of the home page.',
      resolve: (video) => video.publishedAt,
    }),
  }),
})

registerNode('vid', VideoRef, findVisibleVideo)

const VideoConnection = connectionType('Video', VideoRef)

builder.queryFields((t) => ({
  video: t.field({
    type: VideoRef,
    nullable: true,
    description: 'A video by its id; null where there is none, or none for you.',
    args: { id: t.arg.id({ required: true, description: 'With or without `vid_`.' }) },
    resolve: (_, { id }, context) => findVisibleVideo(context, id),
  }),
  videos: t.field({
    type: VideoConnection,
    description: 'Public videos, newest first.',
    args: pageArguments,
    complexity: pageComplexity,
    resolve: (_, args, context) => listHome(context, args),
  }),
}))

builder.objectField(ChannelRef, 'videos', (t) =>
  t.field({
    type: VideoConnection,
    description: 'For its owner: everything not deleted. For others: public and watchable. Newest first.',
    args: pageArguments,
    complexity: pageComplexity,
    resolve: (channel, args, context) => listOfChannel(context, channel, args),
  }),
)
