/** Names of a stream revision's objects, below `videos/<video>/<revision>/`. None is ever overwritten. */

/** Everything a revision that grows is composed of. Nothing below it is served as it is. */
export const GROWTH_FOLDER = 'growth'
export const STREAM_HEAD = `${GROWTH_FOLDER}/head.json`

export function partName(track: string, index: number): string {
  return `${GROWTH_FOLDER}/${track}/${String(index).padStart(6, '0')}.json`
}

export function initName(track: string): string {
  return `${track}/init.mp4`
}

/** @param number from 1 */
export function segmentName(track: string, number: number | '$Number$'): string {
  return `${track}/${number}.m4s`
}

export function playlistName(track: string): string {
  return `${track}.m3u8`
}
