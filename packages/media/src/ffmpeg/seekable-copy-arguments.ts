import type { SourceFacts } from '../source/source-facts.ts'
import { INPUT_GUARDS, QUIET } from './guarded-input.ts'

/** The local file that `seekableCopyArguments` writes. */
export const SEEKABLE_COPY_FILE = 'pictures.mov'

/** ffmpeg: copies the pictures of a transport stream, whole and with their times, to a file with an index. */
export function seekableCopyArguments(source: string, { video }: Pick<SourceFacts, 'video'>): string[] {
  return [
    ...[...QUIET, '-y', ...INPUT_GUARDS, '-i', source, '-map', `0:${video.index}`, '-c', 'copy'],
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-movie_timescale', '90000'],
    ...['-video_track_timescale', '90000', '-f', 'mov', SEEKABLE_COPY_FILE],
  ]
}
