import { builder, withUserErrors } from '../schema/index.ts'
import { type DeleteVideoPayload, deleteVideo } from './delete-video.ts'
import { retryVideo } from './retry-video.ts'
import { VisibilityRef } from './schema.ts'
import { updateVideo, type VideoPayload } from './update-video.ts'
import { withVideo } from './with-video.ts'

const UpdateVideoInput = builder.inputType('UpdateVideoInput', {
  description: 'What is left out stays as it is.',
  fields: (t) => ({
    videoId: t.id({ required: true, description: 'Id of the video.' }),
    title: t.string({ description: '1 to 100 characters.' }),
    description: t.string({ description: 'At most 5,000 characters.' }),
    visibility: t.field({ type: VisibilityRef, description: 'Who may watch.' }),
  }),
})

const DeleteVideoInput = builder.inputType('DeleteVideoInput', {
  description: 'Which video goes.',
  fields: (t) => ({ videoId: t.id({ required: true, description: 'Id of the video.' }) }),
})

const RetryVideoInput = builder.inputType('RetryVideoInput', {
  description: 'Which video is tried again.',
  fields: (t) => ({ videoId: t.id({ required: true, description: 'Id of the video.' }) }),
})

const UpdateVideoPayloadRef = videoPayload(
  'UpdateVideoPayload',
  'The video as it is now, or why it was not changed.',
)
const RetryVideoPayloadRef = videoPayload(
  'RetryVideoPayload',
  'The video as it is now, or why trying again cannot help.',
)

function videoPayload(name: string, description: string) {
  return withUserErrors(withVideo(builder.objectRef<VideoPayload>(name).implement({ description })))
}

const DeleteVideoPayloadRef = withUserErrors(
  builder.objectRef<DeleteVideoPayload>('DeleteVideoPayload').implement({
    description: 'What was deleted, or why nothing was.',
    fields: (t) => ({
      deletedVideoId: t.exposeID('deletedVideoId', {
        nullable: true,
        description: 'For lists to drop it; null where it did not happen.',
      }),
    }),
  }),
)

builder.mutationFields((t) => ({
  updateVideo: t.field({
    type: UpdateVideoPayloadRef,
    description: 'Changes title, description or visibility, at any time. Its owner and administrators may.',
    args: { input: t.arg({ type: UpdateVideoInput, required: true, description: 'What to change.' }) },
    resolve: (_, { input }, context) => updateVideo(context, input),
  }),
  deleteVideo: t.field({
    type: DeleteVideoPayloadRef,
    description:
      'Hides a video at once and for good, and removes its files. Its owner and administrators may.',
    args: { input: t.arg({ type: DeleteVideoInput, required: true, description: 'Which one.' }) },
    resolve: (_, { input }, context) => deleteVideo(context, input),
  }),
  retryVideo: t.field({
    type: RetryVideoPayloadRef,
    description: 'Runs the pipeline again after a failure whose cause has gone.',
    args: { input: t.arg({ type: RetryVideoInput, required: true, description: 'Which one.' }) },
    resolve: (_, { input }, context) => retryVideo(context, input),
  }),
}))
