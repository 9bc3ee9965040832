import type { UploadRow } from '@marquee/domain/uploads'
import { maySeeUpload } from '@marquee/domain/uploads'
import { mayEditVideo } from '@marquee/domain/videos'
import { toGlobalId } from '@marquee/schema/ids'
import { ViewerRef } from '../accounts/index.ts'
import {
  builder,
  connectionType,
  NodeRef,
  pageArguments,
  pageComplexity,
  registerNode,
} from '../schema/index.ts'
import { VideoRef, videoByPublicId } from '../videos/index.ts'
import { findOwnUpload, uploadByVideo } from './find-upload.ts'
import { storedPartNumbers } from './list-stored-parts.ts'
import { listUploads } from './list-uploads.ts'

const UploadStatusRef = builder.enumType('UploadStatus', {
  description: 'Whether an upload still takes parts.',
  values: {
    OPEN: { value: 'open', description: 'Takes parts.' },
    COMPLETED: { value: 'completed', description: 'Its parts became the video’s original.' },
    ABORTED: { value: 'aborted', description: 'Given up by its owner.' },
    EXPIRED: { value: 'expired', description: 'Left for more than a day.' },
  } as const,
})

export const UploadRef = builder.objectRef<UploadRow>('Upload')

UploadRef.implement({
  description: 'A file on its way into the object store, in parts. Seen by who began it alone.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({ description: 'For `node(id:)`.', resolve: (upload) => toGlobalId('upl', upload.publicId) }),
    video: t.field({
      type: VideoRef,
      description: 'What the file will be.',
      async resolve(upload, _args, context) {
        const video = await videoByPublicId(context).load({ id: upload.video.publicId })
        if (!video) throw new Error(`Upload ${upload.id} names a video that is not there`)
        return video
      },
    }),
    fileName: t.exposeString('fileName', { description: 'As the client named it; no key is made of it.' }),
    size: t.field({
      type: 'Bytes',
      description: 'Bytes of the whole file, as announced.',
      resolve: (upload) => upload.sizeBytes,
    }),
    fingerprint: t.exposeString('fingerprint', {
      nullable: true,
      description: 'What the client said it knows the file by; null where it said nothing.',
    }),
    status: t.field({
      type: UploadStatusRef,
      description: 'Whether it still takes parts.',
      resolve: (upload) => upload.status,
    }),
    partSize: t.exposeInt('partSize', { description: 'All parts but the last are this long, in bytes.' }),
    partCount: t.exposeInt('partCount', { description: 'How many parts make the file, 1 to 1,000.' }),
    storedParts: t.intList({
      description: 'Numbers of the parts the object store holds; the truth for resuming.',
      // Each asks the object store, so a page of them costs as much as a page of pages.
      complexity: 50,
      resolve: (upload, _args, { services }) => storedPartNumbers(services, upload),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it stops taking parts.',
      resolve: (upload) => upload.expiresAt,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was announced.',
      resolve: (upload) => upload.createdAt,
    }),
  }),
})

registerNode('upl', UploadRef, findOwnUpload)

const UploadConnection = connectionType('Upload', UploadRef)

builder.queryField('upload', (t) =>
  t.field({
    type: UploadRef,
    nullable: true,
    description: 'One of your uploads by its id; null where there is none, or none of yours.',
    args: { id: t.arg.id({ required: true, description: 'As `createUpload` gave it.' }) },
    resolve: (_, { id }, context) => findOwnUpload(context, id),
  }),
)

builder.objectField(ViewerRef, 'uploads', (t) =>
  t.field({
    type: UploadConnection,
    description: 'Everything this person has uploaded, newest first.',
    args: {
      ...pageArguments,
      status: t.arg({ type: UploadStatusRef, description: 'Those in this status alone; by default all.' }),
    },
    complexity: pageComplexity,
    resolve: (viewer, args, context) => listUploads(context, viewer, args),
  }),
)

builder.objectField(VideoRef, 'upload', (t) =>
  t.field({
    type: UploadRef,
    nullable: true,
    description: 'The upload it came from: its file name, size, and what is stored of it. Owner only.',
    async resolve(video, _args, context) {
      if (!mayEditVideo(context.viewer, video)) return null
      const upload = await uploadByVideo(context).load(video.id)
      return upload && maySeeUpload(context.viewer, upload) ? upload : null
    },
  }),
)
