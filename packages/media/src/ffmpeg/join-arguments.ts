import { INPUT_GUARDS, QUIET } from './guarded-input.ts'

export interface JoinRequest {
  /** Files of our own, each with one track. */
  readonly picture: string
  /** Null where the film is silent. */
  readonly sound: string | null
  readonly output: string
}

/**
 * ffmpeg: joins a picture and a sound to one MP4 without decoding either. Its index stands before the media
 * (`faststart`), so that it plays from its first bytes on.
 */
export function joinArguments({ picture, sound, output }: JoinRequest): string[] {
  return [
    ...[...QUIET, '-y', ...INPUT_GUARDS, '-i', picture],
    ...(sound === null ? [] : [...INPUT_GUARDS, '-i', sound]),
    ...['-map', '0:v:0', ...(sound === null ? [] : ['-map', '1:a:0'])],
    ...['-c', 'copy', '-map_metadata', '-1', '-map_chapters', '-1', '-movie_timescale', '90000'],
    ...['-movflags', '+faststart', '-f', 'mp4', output],
  ]
}
