import type { Reach } from './reach.ts'

/** A set that could not be read is asked for again after this, milliseconds. */
const AGAIN_MS = 5_000

export type FurtherWait = {
  /** Whether the set has come further than what plays; false where the wait was given up. */
  readonly done: Promise<boolean>
  /** What plays reaches less far than it did: looks whether the set has more by now. A seek does the same. */
  readonly look: () => void
}

type Awaited = {
  /** Where the viewer is. */
  media: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
  /** How far the set goes by now. */
  read: () => Promise<Reach>
  /** How far what plays goes, in seconds. */
  held: () => number
  /** It has less than what plays, and is still being made. */
  waits: () => void
}

/**
 * Waits until a set holds more than what plays, or all that it ever will: to go over before would take from the viewer what
 * they can watch. The set is looked at as a player looks at one that grows (RFC 8216, 6.3.4): a target duration after it was
 * longer than before, half of one after it was not.
 */
export function awaitFurther({ media, read, held, waits }: Awaited, signal: AbortSignal): FurtherWait {
  let known: Reach | undefined
  let wake = () => {}
  const goesFurther = () => known !== undefined && (known.ended || known.end > held())

  async function follow(): Promise<boolean> {
    while (!signal.aborted) {
      const before = known
      // A set that cannot be read just now is one that has not come further.
      const answer = await read().catch(() => undefined)
      known = answer ?? known
      if (signal.aborted) return false
      if (goesFurther()) return true
      if (answer) waits()
      await sleep(answer ? lookAfter(before, answer) : AGAIN_MS)
      if (!signal.aborted && goesFurther()) return true
    }
    return false
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  const look = () => {
    if (goesFurther()) wake()
  }
  const stop = () => wake()
  signal.addEventListener('abort', stop)
  media.addEventListener('seeking', look)
  const done = follow().finally(() => {
    signal.removeEventListener('abort', stop)
    media.removeEventListener('seeking', look)
  })
  return { done, look }
}

/** Milliseconds until a set is looked at again. */
function lookAfter(before: Reach | undefined, now: Reach): number {
  const unchanged = before?.end === now.end
  return now.target * 1_000 * (unchanged ? 1 / 2 : 1)
}
