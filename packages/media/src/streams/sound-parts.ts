/**
 * Segments of a sound's first part, which is made by itself, so that it is there as soon as the first pictures: as many as are
 * heard while the next part is made.
 */
export const FIRST_SOUND_SEGMENTS = 2

/** Of each part that follows. A minute of sound takes a second or two, so that pictures are seldom ahead of it. */
const LATER_SOUND_SEGMENTS = 8

/** In which part of a sound a segment stands, both counted as they are: segments from 1, parts from 0. The same in every attempt. */
export function soundPartOf(segment: number): number {
  return segment <= FIRST_SOUND_SEGMENTS
    ? 0
    : 1 + Math.floor((segment - 1 - FIRST_SOUND_SEGMENTS) / LATER_SOUND_SEGMENTS)
}
