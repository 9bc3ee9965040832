import { findThumbnails, shownThumbnail, type ThumbnailRow } from '@marquee/domain/thumbnails'
import { mayEditVideo, type VideoRow } from '@marquee/domain/videos'
import { toGlobalId } from '@marquee/schema/ids'
import { addressOf } from '../playback/index.ts'
import { builder, type Context, defineLoader, withUserErrors } from '../schema/index.ts'
import { VideoRef, withVideo } from '../videos/index.ts'
import { removeThumbnail } from './remove-thumbnail.ts'
import { setThumbnail, type ThumbnailPayload } from './set-thumbnail.ts'

const thumbnailsOfVideo = defineLoader<bigint, ThumbnailRow[]>(({ database }, ids) =>
  findThumbnails(database, ids),
)

interface OfferedThumbnail {
  readonly row: ThumbnailRow
  readonly url: string
  readonly isShown: boolean
}

/** Only its owner is offered any. */
async function offerThumbnails(context: Context, video: VideoRow): Promise<OfferedThumbnail[]> {
  if (!mayEditVideo(context.viewer, video)) return []
  const rows = await thumbnailsOfVideo(context).load(video.id)
  const shown = shownThumbnail(rows)
  return rows.flatMap((row) => {
    const url = addressOf(context, video, row.path)
    return url === null ? [] : [{ row, url, isShown: row === shown }]
  })
}

const ThumbnailCandidateRef = builder.objectRef<OfferedThumbnail>('ThumbnailCandidate').implement({
  description: 'A picture that may stand for a video.',
  fields: (t) => ({
    id: t.id({
      description: 'For `setThumbnail`.',
      resolve: ({ row }) => toGlobalId('thm', row.publicId),
    }),
    url: t.exposeString('url', { description: 'URL of a JPEG, as that of `Video.thumbnail`.' }),
    atMs: t.int({
      nullable: true,
      description: 'Where in the film it is from, in milliseconds; null of an upload.',
      resolve: ({ row }) => row.atMs,
    }),
    isUploaded: t.boolean({
      description: 'Whether it was uploaded, and not found in the film.',
      resolve: ({ row }) => row.origin === 'upload',
    }),
    isShown: t.exposeBoolean('isShown', { description: 'Whether it is what `Video.thumbnail` is now.' }),
  }),
})

builder.objectField(VideoRef, 'thumbnailCandidates', (t) =>
  t.field({
    type: [ThumbnailCandidateRef],
    description:
      'What its owner may choose from: an upload first, then pictures of the film in its order, at most four. Empty for others, and until the film was looked through.',
    resolve: (video, _args, context) => offerThumbnails(context, video),
  }),
)

const SetThumbnailInput = builder.inputType('SetThumbnailInput', {
  description: 'Either a picture that is offered, or one that was sent.',
  fields: (t) => ({
    videoId: t.id({ required: true, description: 'Id of the video.' }),
    thumbnailId: t.id({ description: 'Of one of `thumbnailCandidates`.' }),
    uploadId: t.id({ description: 'Of a picture that was sent to the URL of `createPictureUpload`.' }),
  }),
})

const RemoveThumbnailInput = builder.inputType('RemoveThumbnailInput', {
  description: 'Whose upload goes.',
  fields: (t) => ({ videoId: t.id({ required: true, description: 'Id of the video.' }) }),
})

const thumbnailPayload = (name: string, description: string) =>
  withUserErrors(withVideo(builder.objectRef<ThumbnailPayload>(name).implement({ description })))

const SetThumbnailPayloadRef = thumbnailPayload(
  'SetThumbnailPayload',
  'The video as it is now, or why its picture stays.',
)
const RemoveThumbnailPayloadRef = thumbnailPayload(
  'RemoveThumbnailPayload',
  'The video as it is now, or why nothing was removed.',
)

builder.mutationFields((t) => ({
  setThumbnail: t.field({
    type: SetThumbnailPayloadRef,
    description:
      'Has another picture stand for a video, at any time, also while it uploads. JPEG, PNG or WebP of at most 2 MB and 10 megapixels; it takes the place of one that was uploaded before. Its owner and administrators may.',
    args: { input: t.arg({ type: SetThumbnailInput, required: true, description: 'Which picture.' }) },
    resolve: (_, { input }, context) => setThumbnail(context, input),
  }),
  removeThumbnail: t.field({
    type: RemoveThumbnailPayloadRef,
    description:
      'Removes an uploaded picture; what was chosen of the film is shown again. Its owner and administrators may.',
    args: { input: t.arg({ type: RemoveThumbnailInput, required: true, description: 'Whose.' }) },
    resolve: (_, { input }, context) => removeThumbnail(context, input),
  }),
}))
