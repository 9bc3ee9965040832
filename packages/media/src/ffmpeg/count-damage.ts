/**
 * Share of a film's frames that may fail to decode before ffmpeg exits with DAMAGED_EXIT. No sound file of the zoo has
 * a single one; the bit-flipped trailer has 35 in 3,687.
 */
export const MAX_ERROR_RATE = 0.0005

/** ffmpeg's exit status when more failed than `-max_error_rate` allows, told once all is written (fftools/ffmpeg.c, 5.1). */
export const DAMAGED_EXIT = 69

/**
 * ffmpeg, before an input: frames that do not decode are errors, and too many of them show as an exit status, not in a log.
 * @param share of what is decoded, from 0 to 1
 */
export function countDamage(share: number = MAX_ERROR_RATE): string[] {
  return ['-max_error_rate', String(share), '-err_detect:v', 'explode']
}

/** ffmpeg: how much of a sound cannot be decoded is of no matter, however much it is. It is heard as silence. */
export const ANY_DAMAGE: readonly string[] = ['-max_error_rate', '1']

/** Share of a sound that may be silent for not being decodable before its run says so. */
export const SILENT_SHARE = 0.1
