'use client'

import { type RefObject, useEffect, useState } from 'react'

export type Activity = 'idle' | 'playing' | 'paused' | 'buffering' | 'ended'

const EVENTS = [
  'playing',
  'pause',
  'waiting',
  'seeking',
  'seeked',
  'ended',
  'stalled',
  'emptied',
  'resize',
  'ratechange',
] as const

export type MediaFacts = { activity: Activity; height: number; rate: number; atEnd: boolean }

/**
 * What the element is doing, the lines of the picture on screen (0 before the first), its speed, and whether it has come to
 * the end of what is known of the film.
 */
export function useMediaFacts(video: RefObject<HTMLVideoElement | null>): MediaFacts {
  const [facts, setFacts] = useState<MediaFacts>({ activity: 'idle', height: 0, rate: 1, atEnd: false })
  useEffect(() => {
    const media = video.current
    if (!media) return
    const read = () =>
      setFacts({
        activity: activityOf(media),
        height: media.videoHeight,
        rate: media.playbackRate,
        atEnd: isAtEnd(media),
      })
    for (const name of EVENTS) media.addEventListener(name, read)
    return () => {
      for (const name of EVENTS) media.removeEventListener(name, read)
    }
  }, [video])
  return facts
}

/** `waiting` and `playing` are events without a flag: readyState tells them apart. */
export function activityOf(
  media: Pick<HTMLMediaElement, 'ended' | 'paused' | 'readyState' | 'currentTime'>,
): Activity {
  const HAVE_FUTURE_DATA = 3
  if (media.ended) return 'ended'
  if (media.paused) return media.currentTime > 0 ? 'paused' : 'idle'
  return media.readyState >= HAVE_FUTURE_DATA ? 'playing' : 'buffering'
}

/** Pictures and sound end within a frame of each other, and browsers stop a little before. Seconds. */
const END_S = 0.5

function isAtEnd({ seekable, currentTime }: HTMLMediaElement): boolean {
  return seekable.length > 0 && currentTime > seekable.end(seekable.length - 1) - END_S
}
