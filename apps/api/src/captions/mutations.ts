import { builder, withUserErrors } from '../schema/index.ts'
import { type VideoPayload, withVideo } from '../videos/index.ts'
import { type AddCaptionPayload, addCaption } from './add-caption.ts'
import { removeCaption } from './remove-caption.ts'

const AddCaptionInput = builder.inputType('AddCaptionInput', {
  description: 'Captions in a language, in place of those that the video has in it.',
  fields: (t) => ({
    videoId: t.id({ required: true, description: 'Id of the video.' }),
    language: t.string({ required: true, description: 'BCP 47, such as "en" or "pt-BR".' }),
    label: t.string({
      description: 'What to call it, at most 50 characters; the name of the language where it is left out.',
    }),
    content: t.string({
      required: true,
      description: 'A SubRip or WebVTT file, as text: at most 200,000 bytes of UTF-8.',
    }),
  }),
})

const RemoveCaptionInput = builder.inputType('RemoveCaptionInput', {
  description: 'Which captions go.',
  fields: (t) => ({
    videoId: t.id({ required: true, description: 'Id of the video.' }),
    language: t.string({ required: true, description: 'As `language` of the captions gave it.' }),
  }),
})

const AddCaptionPayloadRef = withUserErrors(
  withVideo(
    builder.objectRef<AddCaptionPayload>('AddCaptionPayload').implement({
      description: 'The video with its captions, or why it did not get them.',
      fields: (t) => ({
        line: t.exposeInt('line', {
          nullable: true,
          description: 'The line of the file that is at fault, counted from 1; null where none is.',
        }),
      }),
    }),
  ),
)

const RemoveCaptionPayloadRef = withUserErrors(
  withVideo(
    builder.objectRef<VideoPayload>('RemoveCaptionPayload').implement({
      description: 'The video as it is now, or why nothing was removed.',
    }),
  ),
)

builder.mutationFields((t) => ({
  addCaption: t.field({
    type: AddCaptionPayloadRef,
    description: 'Gives a video captions, at any time. Its owner and administrators may.',
    args: { input: t.arg({ type: AddCaptionInput, required: true, description: 'The captions.' }) },
    resolve: (_, { input }, context) => addCaption(context, input),
  }),
  removeCaption: t.field({
    type: RemoveCaptionPayloadRef,
    description: 'Takes captions of a language away. Its owner and administrators may.',
    args: { input: t.arg({ type: RemoveCaptionInput, required: true, description: 'Which ones.' }) },
    resolve: (_, { input }, context) => removeCaption(context, input),
  }),
}))
