import type { AnnouncedTrack, PictureTrack, SoundTrack, StreamHead } from './stream-head.ts'
import type { MadeSegment, StreamPart } from './stream-part.ts'

/** A segment in its place: `<track>/<number>.m4s`, on the track's clock. */
export interface StreamSegment extends MadeSegment {
  readonly number: number
  readonly startTicks: number
}

/** What viewers are told of a track. */
export interface ShownTrack<Track extends AnnouncedTrack = AnnouncedTrack> {
  readonly track: Track
  readonly segments: readonly StreamSegment[]
  /** Nothing will follow. */
  readonly ended: boolean
}

/** A stream revision as far as it is made. */
export interface ComposedStream {
  readonly head: StreamHead
  readonly pictures: readonly ShownTrack<PictureTrack>[]
  /** As announced, without those that have nothing in them. */
  readonly sounds: readonly ShownTrack<SoundTrack>[]
  /** All of it is there. */
  readonly complete: boolean
}

/**
 * What of a revision can be shown, given the parts that are there: in any order, any of them twice. More parts never show
 * less. A track shows its parts up to the first that is missing, and:
 *
 * - No picture is ahead of another, but by its first part: a player that changes to one which has less is thrown back to
 *   the end of that.
 * - A sound, which is made sooner, goes no further than the pictures: players take the longest track for what can be watched.
 * - Nothing is shown without all of its sounds. A sound that turns out to have nothing in it is none.
 */
export function composeStream(
  head: StreamHead,
  parts: ReadonlyMap<string, readonly StreamPart[]>,
): ComposedStream {
  const joined = head.pictures.map((track) => joinParts(parts.get(track.name) ?? []))
  const heard = head.sounds
    .map((track) => ({ track, parts: joinParts(parts.get(track.name) ?? []) }))
    .filter((sound) => !isEmpty(sound.parts))
  const waits = heard.some((sound) => sound.parts.length === 0)
  const common = Math.min(...joined.map(({ length }) => length))
  const pictures = head.pictures.map((track, index) => {
    const shown = waits ? [] : (joined[index] ?? []).slice(0, Math.max(1, common))
    return { track, segments: segmentsOf(shown), ended: shown.at(-1)?.last ?? false }
  })
  const sounds = heard.map((sound) => showSound(sound.track, sound.parts, pictures))
  const complete = [...pictures, ...sounds].every(({ ended }) => ended)
  return { head, pictures, sounds, complete }
}

/** Every track of a stream, pictures first. */
export function tracksOf({ pictures, sounds }: ComposedStream): readonly ShownTrack[] {
  return [...pictures, ...sounds]
}

/** The parts from 0 to the first that is missing or does not go on where the one before ends, or to the last. */
function joinParts(parts: readonly StreamPart[]): readonly StreamPart[] {
  const byIndex = new Map(parts.map((part) => [part.index, part]))
  const joined: StreamPart[] = []
  let number = byIndex.get(0)?.firstNumber
  for (let next = byIndex.get(0); next?.firstNumber === number; next = byIndex.get(joined.length)) {
    if (!next) break
    joined.push(next)
    if (next.last) break
    number = next.firstNumber + next.segments.length
  }
  return joined
}

function isEmpty(parts: readonly StreamPart[]): boolean {
  return (parts.at(-1)?.last ?? false) && parts.every(({ segments }) => segments.length === 0)
}

function segmentsOf(parts: readonly StreamPart[]): readonly StreamSegment[] {
  return parts.flatMap(({ firstNumber, startTicks, segments }) => {
    let start = startTicks
    return segments.map(({ durationTicks, bytes }, index) => {
      const placed = { number: firstNumber + index, startTicks: start, durationTicks, bytes }
      start += durationTicks
      return placed
    })
  })
}

function showSound(
  track: SoundTrack,
  parts: readonly StreamPart[],
  pictures: readonly ShownTrack[],
): ShownTrack<SoundTrack> {
  const all = segmentsOf(parts)
  const isMade = parts.at(-1)?.last ?? false
  if (isMade && pictures.every(({ ended }) => ended)) return { track, segments: all, ended: true }
  const until = Math.max(...pictures.map(endSeconds))
  const segments = all.filter(({ startTicks }) => startTicks / track.timescale < until)
  return { track, segments, ended: isMade && segments.length === all.length }
}

/** Whether a track has anything to say. */
export function hasBegun({ segments, ended }: ShownTrack): boolean {
  return segments.length > 0 || ended
}

/** Where a track ends, in seconds from the start of the film. */
export function endSeconds({ track, segments }: ShownTrack): number {
  const last = segments.at(-1)
  return last ? (last.startTicks + last.durationTicks) / track.timescale : 0
}
