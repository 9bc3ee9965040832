import { builder } from '../schema/index.ts'
import { VideoRef } from '../videos/index.ts'
import { type OfferedDownload, offerDownloads } from './offer-downloads.ts'

const DownloadRef = builder.objectRef<OfferedDownload>('Download').implement({
  description: 'A video as one file, to be taken away.',
  fields: (t) => ({
    quality: t.exposeString('quality', {
      description: '"1080p", …; "original" is the file that was uploaded, for its owner.',
    }),
    width: t.exposeInt('width', {
      nullable: true,
      description: 'Pixels; null where they are not known yet.',
    }),
    height: t.exposeInt('height', {
      nullable: true,
      description: 'Pixels; null where they are not known yet.',
    }),
    sizeBytes: t.field({
      type: 'Bytes',
      description: 'Of the file.',
      resolve: ({ sizeBytes }) => sizeBytes,
    }),
    url: t.string({
      description: 'Answers with the file, named after the title. For about an hour; ask again then.',
      resolve: ({ url }) => url,
    }),
  }),
})

builder.objectFields(VideoRef, (t) => ({
  downloads: t.field({
    type: [DownloadRef],
    description: 'Files of the video, best first; none where the viewer may not take it away.',
    resolve: (video, _args, context) => offerDownloads(context, video),
  }),
}))
