/** Segments of a sound's first part, which is made by itself: no film that is encoded plays before it is there. */
export const FIRST_SOUND_SEGMENTS = 1

/** Of the part behind it, which is heard while the next is made. */
const SECOND_SOUND_SEGMENTS = 2

/** Of each part that follows. A minute of sound takes a second or two, so that pictures are seldom ahead of it. */
const LATER_SOUND_SEGMENTS = 8

/** In which part of a sound a segment stands, both counted as they are: segments from 1, parts from 0. The same in every attempt. */
export function soundPartOf(segment: number): number {
  const begun = FIRST_SOUND_SEGMENTS + SECOND_SOUND_SEGMENTS
  if (segment <= FIRST_SOUND_SEGMENTS) return 0
  if (segment <= begun) return 1
  return 2 + Math.floor((segment - begun - 1) / LATER_SOUND_SEGMENTS)
}
