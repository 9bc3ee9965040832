import { type CaptionRow, findCaptions } from '@marquee/domain/captions'
import type { VideoRow } from '@marquee/domain/videos'
import { addressOf } from '../playback/index.ts'
import { builder, defineLoader } from '../schema/index.ts'
import { VideoRef } from '../videos/index.ts'

const captionsOfVideo = defineLoader<bigint, CaptionRow[]>(({ database }, ids) => findCaptions(database, ids))

interface SignedCaption extends CaptionRow {
  readonly video: VideoRow
}

const CaptionOriginRef = builder.enumType('CaptionOrigin', {
  description: 'Where captions come from.',
  values: {
    EMBEDDED: { value: 'embedded', description: 'The uploaded file.' },
    UPLOADED: { value: 'uploaded', description: 'Its creator.' },
  } as const,
})

const CaptionRef = builder.objectRef<SignedCaption>('Caption').implement({
  description: 'Captions of a video in a language.',
  fields: (t) => ({
    language: t.exposeString('language', { description: 'BCP 47; "und" where the file does not say.' }),
    label: t.exposeString('label', {
      description: 'What its creator calls it; empty where the name of the language says it.',
    }),
    origin: t.field({
      type: CaptionOriginRef,
      description: 'Where they come from.',
      resolve: ({ origin }) => origin,
    }),
    url: t.string({
      nullable: true,
      description: 'WebVTT; ends as the URLs of `playback` do. Null while nobody may watch.',
      resolve: ({ video, path }, _args, context) => addressOf(context, video, path),
    }),
  }),
})

builder.objectFields(VideoRef, (t) => ({
  captions: t.field({
    type: [CaptionRef],
    description: 'One a language, by language.',
    resolve: async (video, _args, context) => {
      const rows = await captionsOfVideo(context).load(video.id)
      return rows.map((row) => ({ ...row, video }))
    },
  }),
}))
