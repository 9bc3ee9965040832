import { renewDelay } from '@marquee/player'
import type { WebPlaybackFragment, WebVideoFragment, WebVideoStateQuery } from '@marquee/schema/graphql'

/** The part of a video that can change while its page is open. */
export type VideoState = NonNullable<WebVideoStateQuery['video']>

type Status = WebVideoFragment['status']

/** How often a page looks, in milliseconds. Owners are told of changes, so for them it is only a safety net. */
const UNTIL_PLAYABLE_MS = 3_000
const UNTIL_READY_MS = 5_000
const OWNER_FACTOR = 4

/** Milliseconds until the page should ask again how the video stands; null when nothing will change by itself. */
export function whenToAsk(
  state: { status: Status; playback?: Pick<WebPlaybackFragment, 'expiresAt'> | null },
  owner: boolean,
  now: number,
): number | null {
  const renewal = state.playback ? renewDelay(state.playback, now) : null
  const poll = pollDelay(state.status, owner)
  if (renewal === null || poll === null) return renewal ?? poll
  return Math.min(renewal, poll)
}

function pollDelay(status: Status, owner: boolean): number | null {
  const factor = owner ? OWNER_FACTOR : 1
  switch (status) {
    case 'DRAFT':
    case 'UPLOADING':
    case 'PROCESSING':
      return UNTIL_PLAYABLE_MS * factor
    case 'PLAYABLE':
      return UNTIL_READY_MS * factor
    default:
      return null
  }
}

/**
 * The playback to go on with. Every answer signs its addresses anew; only another revision, or an end that is near, is a
 * reason to touch a running player.
 */
export function nextPlayback<P extends Pick<WebPlaybackFragment, 'revision' | 'expiresAt'>>(
  current: P | null | undefined,
  asked: P | null | undefined,
  now: number,
): P | null {
  if (!asked) return current ?? null
  if (!current || current.revision !== asked.revision) return asked
  const nearEnd = renewDelay(current, now) <= 1_000
  return nearEnd && asked.expiresAt > current.expiresAt ? asked : current
}
