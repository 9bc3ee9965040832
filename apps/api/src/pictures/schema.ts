import { toGlobalId } from '@marquee/schema/ids'
import { builder, withUserErrors } from '../schema/index.ts'
import {
  type CreatePictureUploadPayload,
  createPictureUpload,
  type PictureUpload,
} from './create-picture-upload.ts'

const PictureUploadRef = builder.objectRef<PictureUpload>('PictureUpload').implement({
  description: 'A place for one picture: a thumbnail, or a logo. Seen by who asked for it alone.',
  fields: (t) => ({
    id: t.id({
      description: 'For the mutation that makes something of the picture, once it is sent.',
      resolve: ({ publicId }) => toGlobalId('pic', publicId),
    }),
    url: t.exposeString('url', {
      description: 'PUT the bytes of the picture there, exactly as many as announced. It needs no header.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'By when it must be sent and used.',
      resolve: ({ removeAfter }) => removeAfter,
    }),
  }),
})

const CreatePictureUploadInput = builder.inputType('CreatePictureUploadInput', {
  description: 'A picture: JPEG, PNG or WebP.',
  fields: (t) => ({
    size: t.field({ type: 'Bytes', required: true, description: '1 to 2,000,000 bytes.' }),
  }),
})

const CreatePictureUploadPayloadRef = withUserErrors(
  builder.objectRef<CreatePictureUploadPayload>('CreatePictureUploadPayload').implement({
    description: 'Where to send the picture, or why not.',
    fields: (t) => ({
      upload: t.field({
        type: PictureUploadRef,
        nullable: true,
        description: 'Null where it was refused.',
        resolve: ({ upload }) => upload,
      }),
    }),
  }),
)

builder.mutationField('createPictureUpload', (t) =>
  t.field({
    type: CreatePictureUploadPayloadRef,
    description: 'Announces a picture. What it becomes, the mutation says that is given its `id`.',
    args: {
      input: t.arg({ type: CreatePictureUploadInput, required: true, description: 'How large it is.' }),
    },
    resolve: (_, { input }, context) => createPictureUpload(context, input),
  }),
)
