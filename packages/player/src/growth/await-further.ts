import { type Reach, SetGone } from './reach.ts'

/** A set that could not be read is asked for again after this, milliseconds; one that is gone after twice as long each time. */
const AGAIN_MS = 5_000

/** A set that was gone as often as this in a row, over 35 s, is waited for no more. */
const MOST_REFUSALS = 4

export type FurtherWait = {
  /** Whether the set has come further than what plays; false where the wait was given up, or the set is gone. */
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
  /** It could not be read, and never was. */
  unread: () => void
}

/**
 * Waits until a set holds more than what plays, or all that it ever will: to go over before would take from the viewer what
 * they can watch. The set is looked at as a player looks at one that grows (RFC 8216, 6.3.4): a target duration after it was
 * longer than before, half of one after it was not. One that is gone is given up after a few looks.
 */
export function awaitFurther(
  { media, read, held, waits, unread }: Awaited,
  signal: AbortSignal,
): FurtherWait {
  let known: Reach | undefined
  let refusals = 0
  let wake = () => {}
  const goesFurther = () => known !== undefined && (known.ended || known.end > held())

  async function follow(): Promise<boolean> {
    while (!signal.aborted) {
      const before = known
      const answer = await look()
      if (signal.aborted) return false
      if (goesFurther()) return true
      if (refusals === MOST_REFUSALS) return false
      if (answer) waits()
      else if (!known) unread()
      await sleep(answer ? lookAfter(before, answer) : AGAIN_MS * 2 ** Math.max(0, refusals - 1))
      if (!signal.aborted && goesFurther()) return true
    }
    return false
  }

  /** A set that cannot be read just now is one that has not come further. */
  async function look(): Promise<Reach | undefined> {
    try {
      known = await read()
      refusals = 0
      return known
    } catch (error) {
      if (error instanceof SetGone) refusals += 1
      return undefined
    }
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

  const heed = () => {
    if (goesFurther()) wake()
  }
  const stop = () => wake()
  signal.addEventListener('abort', stop)
  media.addEventListener('seeking', heed)
  const done = follow().finally(() => {
    signal.removeEventListener('abort', stop)
    media.removeEventListener('seeking', heed)
  })
  return { done, look: heed }
}

/** Milliseconds until a set is looked at again. */
function lookAfter(before: Reach | undefined, now: Reach): number {
  const unchanged = before?.end === now.end
  return now.target * 1_000 * (unchanged ? 1 / 2 : 1)
}
