import { mayWatchVideo, type VideoRow } from '@marquee/domain/videos'
import { isWatchable } from '@marquee/media'
import { playbackExpiry, playbackUrl, signPlaybackToken } from '@marquee/service'
import type { Context } from '../schema/index.ts'

export interface Playback {
  readonly video: VideoRow
  readonly hls: string
  readonly dash: string | null
  readonly poster: string | null
  readonly storyboard: string | null
  readonly revision: string
  readonly expiresAt: Date
}

/** URLs that play until `expiresAt`; null where there is nothing to play, or not for this viewer. */
export function presentPlayback(context: Context, video: VideoRow): Playback | null {
  if (!mayWatchVideo(context.viewer, video) || !isWatchable(video.status)) return null
  const { hlsPath, dashPath, posterPath, storyboardPath, revision } = video
  if (hlsPath === null || revision === null) return null
  const { at, expiresAt } = signedUrls(context, video)
  const orNull = (path: string | null) => (path === null ? null : at(path))
  return {
    video,
    hls: at(hlsPath),
    dash: orNull(dashPath),
    poster: orNull(posterPath),
    storyboard: orNull(storyboardPath),
    revision,
    expiresAt,
  }
}

/** The poster's URL, as soon as there is one: its owner sees it while the rest is still being made. */
export function presentThumbnail(context: Context, video: VideoRow): string | null {
  return video.posterPath === null ? null : addressOf(context, video, video.posterPath)
}

/** The URL of one of a video's objects; null where it is not for this viewer. */
export function addressOf(context: Context, video: VideoRow, path: string): string | null {
  if (!mayWatchVideo(context.viewer, video) || video.status === 'taken_down') return null
  return signedUrls(context, video).at(path)
}

interface SignedUrls {
  readonly by: Context['services']['playback']
  readonly expiresAt: Date
  at(path: string): string
}

/** Of rows that the metadata cache hands to many requests: signing costs more than all else of a video in a list. */
const signedBefore = new WeakMap<VideoRow, SignedUrls>()

/** All viewers of a window share the URLs of what is not private, so that caches hold one copy. */
function signedUrls({ services }: Context, video: VideoRow): SignedUrls {
  const { secret, edgeUrl, tokenSeconds } = services.playback
  const expiresAt = playbackExpiry(services.now(), tokenSeconds)
  const before = signedBefore.get(video)
  if (before?.by === services.playback && before.expiresAt.getTime() === expiresAt.getTime()) return before
  const sharing = video.visibility === 'private' ? 'private' : 'shared'
  const token = signPlaybackToken({ secret, video: video.publicId, expiresAt, sharing })
  const at = (path: string) => playbackUrl({ edgeUrl, token, video: video.publicId, path })
  const signed = { by: services.playback, at, expiresAt }
  signedBefore.set(video, signed)
  return signed
}
