import { INPUT_GUARDS, QUIET } from '../ffmpeg/guarded-input.ts'
import type { ChosenCaption, TextTrack } from './choose-captions.ts'

/** ffprobe: language and purpose of every track of text, a line for each field, for {@link createTextTrackReader}. */
export function textTrackArguments(source: string): string[] {
  const fields = 'stream=index:stream_tags=language:stream_disposition=forced'
  return [
    ...['-v', 'quiet', ...INPUT_GUARDS, '-select_streams', 's', '-show_entries', fields],
    ...['-of', 'default=nokey=0', '-i', source],
  ]
}

export interface TextTrackReader {
  /** Takes a line of what {@link textTrackArguments} prints. */
  read(line: string): void
  readonly tracks: readonly TextTrack[]
}

/** A tag is whatever a stranger wrote: a line that is none of those asked for says nothing. */
export function createTextTrackReader(): TextTrackReader {
  const tracks: { index: number; language: string | null; forced: boolean }[] = []
  return {
    read(line) {
      const [, key, value = ''] = /^([\w:]+)=(.*)$/.exec(line) ?? []
      const track = tracks.at(-1)
      if (key === 'index') tracks.push({ index: Number(value), language: null, forced: false })
      else if (track && key === 'TAG:language') track.language = value
      else if (track && key === 'DISPOSITION:forced') track.forced = value === '1'
    },
    tracks,
  }
}

/** The local file that {@link extractCaptionsArguments} writes for a track. */
export const captionFile = ({ index }: Pick<ChosenCaption, 'index'>) => `caption-${index}.vtt`

/** ffmpeg: writes tracks of text as WebVTT, from the film's beginning. Reads the whole file, and decodes no picture. */
export function extractCaptionsArguments(source: string, chosen: readonly ChosenCaption[]): string[] {
  return [
    ...[...QUIET, '-y', ...INPUT_GUARDS, '-i', source],
    ...chosen.flatMap((one) => [
      '-map',
      `0:${one.index}`,
      '-c:s',
      'webvtt',
      '-f',
      'webvtt',
      captionFile(one),
    ]),
  ]
}
