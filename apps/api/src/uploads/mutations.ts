import { builder, withUserErrors } from '../schema/index.ts'
import { VisibilityRef, withVideo } from '../videos/index.ts'
import { type AbortUploadPayload, abortUpload } from './abort-upload.ts'
import { type CompleteUploadPayload, completeUpload } from './complete-upload.ts'
import { type CreateUploadPayload, createUpload } from './create-upload.ts'
import { type PresignedPart, type PresignUploadPartsPayload, presignUploadParts } from './presign-parts.ts'
import { withUpload } from './with-upload.ts'

const UploadPartRef = builder.objectRef<PresignedPart>('UploadPart').implement({
  description: 'A presigned PUT. Send exactly contentLength bytes with exactly these headers.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: '1 to partCount.' }),
    url: t.exposeString('url', { description: 'Where to PUT the bytes; no other header is needed.' }),
    contentLength: t.exposeInt('contentLength', {
      description: 'Bytes of this part; signed, so no more and no fewer.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Ask for another URL after this.',
      resolve: (part) => part.expiresAt,
    }),
  }),
})

const CreateUploadInput = builder.inputType('CreateUploadInput', {
  description: 'What will be uploaded, and what is known of the video by now.',
  fields: (t) => ({
    fileName: t.string({ required: true, description: 'Without folders, at most 255 characters.' }),
    size: t.field({ type: 'Bytes', required: true, description: 'Bytes of the file, 1 to 1,000,000,000.' }),
    fingerprint: t.string({
      description:
        'What the client knows the file by, such as a hash of its name, time and parts of its bytes; at most 128 characters. Where an open upload of yours has the same, that one is answered, and goes on where it stopped.',
    }),
    contentType: t.string({ description: 'A hint that decides nothing: the bytes are read.' }),
    title: t.string({ description: 'Defaults to the file’s name without its extension.' }),
    description: t.string({ description: 'Defaults to nothing.' }),
    visibility: t.field({ type: VisibilityRef, description: 'Defaults to PRIVATE.' }),
    pipeline: t.string({ description: 'One of `pipelines`; defaults to the channel’s.' }),
  }),
})

const CreateUploadPayloadRef = withUserErrors(
  withUpload(
    builder
      .objectRef<CreateUploadPayload>('CreateUploadPayload')
      .implement({ description: 'The upload to send parts to, or why there is none.' }),
  ),
)

const PresignUploadPartsInput = builder.inputType('PresignUploadPartsInput', {
  description: 'Which parts are about to be sent.',
  fields: (t) => ({
    uploadId: t.id({ required: true, description: 'Id of the upload.' }),
    partNumbers: t.intList({ required: true, description: '1 to partCount; at most 100 a call.' }),
  }),
})

const PresignUploadPartsPayloadRef = withUserErrors(
  builder.objectRef<PresignUploadPartsPayload>('PresignUploadPartsPayload').implement({
    description: 'Where to send the parts, or why nowhere.',
    fields: (t) => ({
      parts: t.field({
        type: [UploadPartRef],
        description: 'In the order of the numbers asked for; empty where it did not happen.',
        resolve: (payload) => [...payload.parts],
      }),
    }),
  }),
)

const CompleteUploadInput = builder.inputType('CompleteUploadInput', {
  description: 'Which upload has all of its parts.',
  fields: (t) => ({ uploadId: t.id({ required: true, description: 'Id of the upload.' }) }),
})

const CompleteUploadPayloadRef = withUserErrors(
  withVideo(
    withUpload(
      builder.objectRef<CompleteUploadPayload>('CompleteUploadPayload').implement({
        description: 'The upload and the video that is now being processed, or why it is not.',
      }),
    ),
  ),
)

const AbortUploadInput = builder.inputType('AbortUploadInput', {
  description: 'Which upload is given up.',
  fields: (t) => ({ uploadId: t.id({ required: true, description: 'Id of the upload.' }) }),
})

const AbortUploadPayloadRef = withUserErrors(
  withUpload(
    builder
      .objectRef<AbortUploadPayload>('AbortUploadPayload')
      .implement({ description: 'The upload as it ended, or why it did not.' }),
  ),
)

builder.mutationFields((t) => ({
  createUpload: t.field({
    type: CreateUploadPayloadRef,
    description: 'Announces a file: makes its video and says how to cut it into parts.',
    args: { input: t.arg({ type: CreateUploadInput, required: true, description: 'The file.' }) },
    resolve: (_, { input }, context) => createUpload(context, input),
  }),
  presignUploadParts: t.field({
    type: PresignUploadPartsPayloadRef,
    description:
      'URLs to send parts to, straight to the object store. Ask again for those that failed or expired.',
    args: { input: t.arg({ type: PresignUploadPartsInput, required: true, description: 'Which parts.' }) },
    resolve: (_, { input }, context) => presignUploadParts(context, input),
  }),
  completeUpload: t.field({
    type: CompleteUploadPayloadRef,
    description: 'Makes the file of its parts and starts processing. Safe to call again.',
    args: { input: t.arg({ type: CompleteUploadInput, required: true, description: 'Which upload.' }) },
    resolve: (_, { input }, context) => completeUpload(context, input),
  }),
  abortUpload: t.field({
    type: AbortUploadPayloadRef,
    description: 'Gives an open upload up, with its video.',
    args: { input: t.arg({ type: AbortUploadInput, required: true, description: 'Which upload.' }) },
    resolve: (_, { input }, context) => abortUpload(context, input),
  }),
}))
