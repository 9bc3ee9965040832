import { findRenditions, type RenditionRow } from '@marquee/domain/videos'
import { builder, defineLoader } from '../schema/index.ts'
import { VideoRef } from '../videos/index.ts'
import { type Playback, presentPlayback, presentThumbnail } from './present-playback.ts'

type PublishedSet = { readonly videoId: bigint; readonly revision: string }

const renditionsOfSet = defineLoader<PublishedSet, RenditionRow[], string>(
  ({ database }, sets) => findRenditions(database, sets),
  ({ videoId, revision }) => `${videoId}/${revision}`,
)

const RenditionRef = builder.objectRef<RenditionRow>('Rendition').implement({
  description: 'One quality that a player can choose, or the sound.',
  fields: (t) => ({
    name: t.exposeString('name', { description: '"1080p", "audio", ….' }),
    width: t.exposeInt('width', { description: 'Pixels; 0 for sound.' }),
    height: t.exposeInt('height', { description: 'Pixels; 0 for sound.' }),
    frameRate: t.exposeFloat('frameRate', { description: 'Frames a second; 0 for sound.' }),
    codec: t.exposeString('codec', { description: 'RFC 6381, as in a manifest: "avc1.640028".' }),
    bitrate: t.exposeInt('bitrate', { description: 'Bits per second, average.' }),
  }),
})

const PlaybackRef = builder.objectRef<Playback>('Playback').implement({
  description: 'Where a video plays from. The URLs carry a token for this video alone, and need no header.',
  fields: (t) => ({
    hls: t.exposeString('hls', { description: 'HLS multivariant playlist.' }),
    dash: t.exposeString('dash', { nullable: true, description: 'DASH manifest of the same segments.' }),
    poster: t.exposeString('poster', { nullable: true, description: 'JPEG to show before the first frame.' }),
    storyboard: t.exposeString('storyboard', {
      nullable: true,
      description: 'WebVTT of thumbnails (#xywh media fragments).',
    }),
    revision: t.exposeString('revision', {
      description: 'The published set. A new one replaces it without a break when the ladder is complete.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When the URLs stop working; ask again before.',
      resolve: (playback) => playback.expiresAt,
    }),
    renditions: t.field({
      type: [RenditionRef],
      description: 'What the set holds, best first.',
      resolve: ({ video, revision }, _args, context) =>
        renditionsOfSet(context).load({ videoId: video.id, revision }),
    }),
  }),
})

builder.objectFields(VideoRef, (t) => ({
  playback: t.field({
    type: PlaybackRef,
    nullable: true,
    description: 'Null until there is something to play, or to see.',
    resolve: (video, _args, context) => presentPlayback(context, video),
  }),
  thumbnail: t.string({
    nullable: true,
    description: 'URL of a JPEG; null until there is one, or none for you.',
    resolve: (video, _args, context) => presentThumbnail(context, video),
  }),
}))
