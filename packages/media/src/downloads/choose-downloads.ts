import type { PictureTrack } from '../streams/stream-head.ts'

/** Which renditions of a film are made files: the highest, all, or by their names. */
export type DownloadChoice = 'highest' | 'all' | readonly string[]

/** `720p`, `hevc1080p`: what stands before the p is the shorter side. */
export const RENDITION_NAME = /^(?:hevc|vp9|av1)?([1-9]\d{1,3})p$/

type Rendition = Pick<PictureTrack, 'name' | 'width' | 'height'>

/**
 * The renditions to make files of, in the order given, which is highest first; at least one of any. A name that a film does
 * not have stands for its highest rendition below: who asks for 1080p of a film of 720 lines gets those.
 */
export function chooseDownloads<Track extends Rendition>(
  tracks: readonly Track[],
  choice: DownloadChoice,
): readonly Track[] {
  if (choice === 'all') return tracks
  if (choice === 'highest') return tracks.slice(0, 1)
  const named = new Set(choice.map((name) => nearest(tracks, name)))
  return tracks.filter((track) => named.has(track))
}

function nearest<Track extends Rendition>(tracks: readonly Track[], name: string): Track | undefined {
  const shortSide = Number(RENDITION_NAME.exec(name)?.[1] ?? 0)
  return (
    tracks.find((track) => track.name === name) ??
    tracks.find(({ width, height }) => Math.min(width, height) <= shortSide) ??
    tracks.at(-1)
  )
}
