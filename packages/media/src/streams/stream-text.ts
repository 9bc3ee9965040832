import { MANIFEST, MASTER_PLAYLIST } from '../ffmpeg/package-arguments.ts'
import { type ComposedStream, hasBegun, tracksOf } from './compose-stream.ts'
import { playlistName } from './stream-names.ts'
import { type GrowthTimes, writeDashManifest } from './write-dash-manifest.ts'
import { writeMediaPlaylist } from './write-media-playlist.ts'
import { writeMultivariantPlaylist } from './write-multivariant-playlist.ts'

/**
 * One of a revision's texts, by its name; undefined where the revision has no such text, null where it has nothing to say
 * yet: a track whose first part is missing, all of them without their sounds, and the DASH manifest before every track has
 * begun, since players take no further tracks later.
 */
export function streamText(
  stream: ComposedStream,
  name: string,
  times: GrowthTimes,
): string | null | undefined {
  const tracks = tracksOf(stream)
  if (name === MASTER_PLAYLIST) {
    return stream.pictures.some(hasBegun) ? writeMultivariantPlaylist(stream) : null
  }
  if (name === MANIFEST) return tracks.every(hasBegun) ? writeDashManifest(stream, times) : null
  const shown = tracks.find(({ track }) => playlistName(track.name) === name)
  if (!shown) return undefined
  return hasBegun(shown) ? writeMediaPlaylist(shown, stream.head) : null
}

/** Names of all texts of a revision, the one that players ask for first last, so that it is written behind the others. */
export function streamTextNames(stream: ComposedStream): readonly string[] {
  return [...tracksOf(stream).map(({ track }) => playlistName(track.name)), MANIFEST, MASTER_PLAYLIST]
}
