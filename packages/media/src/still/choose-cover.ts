import { chooseStreams } from '../source/choose-streams.ts'
import { SOURCE_LIMITS } from '../source/limits.ts'
import type { ProbeDocument, ProbeStream } from '../source/probe-document.ts'

/** Where the picture that stands for a sound is found in its file. */
export interface CoverPlace {
  /** ffmpeg's stream index. */
  readonly index: number
  /** Of a film, the moment to show; null of a cover, which is one picture. */
  readonly atSeconds: number | null
}

/** What cover art comes as. */
const COVER_CODECS: ReadonlySet<string> = new Set(['mjpeg', 'png', 'webp', 'bmp', 'gif'])
/** Past the titles of a film. */
const SHARE_OF_FILM = 0.25

/** The cover art of a sound, the first where there are several; else a picture of the film whose sound it is; else null. */
export function chooseCover(probe: ProbeDocument, durationMs: number): CoverPlace | null {
  const cover = probe.streams.find((stream) => stream.disposition?.attached_pic === 1 && isCover(stream))
  if (cover) return { index: cover.index, atSeconds: null }
  const { video } = chooseStreams(probe)
  const isShown = video?.codec_name !== undefined && isDecodable(video)
  return isShown ? { index: video.index, atSeconds: (SHARE_OF_FILM * durationMs) / 1000 } : null
}

function isCover(stream: ProbeStream): boolean {
  return COVER_CODECS.has(stream.codec_name ?? '') && isDecodable(stream)
}

function isDecodable({ width = 0, height = 0 }: ProbeStream): boolean {
  return width > 0 && height > 0 && width * height <= SOURCE_LIMITS.pixels
}
