import type { WebPlaybackFragment, WebVideoFragment, WebVideoStateQuery } from '@marquee/schema/graphql'

/** The part of a video that can change while its page is open. */
export type VideoState = NonNullable<WebVideoStateQuery['video']>

type Status = WebVideoFragment['status']

/** How often a page looks, in milliseconds. Owners are told of changes, so for them it is only a safety net. */
const UNTIL_PLAYABLE_MS = 3_000
const UNTIL_READY_MS = 5_000
const OWNER_FACTOR = 4

/** Milliseconds until the page should ask again how the video stands; null when nothing will change by itself. */
export function whenToAsk(status: Status, owner: boolean): number | null {
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
 * The playback to go on with. Every answer signs its addresses anew; only another revision is a reason to touch a running
 * player, which asks for newer addresses by itself: with `force` they are taken. A video that is processed has none between
 * one run and the next that does its work again: what plays goes on.
 */
export function nextPlayback<P extends Pick<WebPlaybackFragment, 'revision'>>(
  current: P | null | undefined,
  asked: { readonly status: Status; readonly playback?: P | null },
  force = false,
): P | null {
  const { status, playback } = asked
  if (!playback) return status === 'PROCESSING' ? (current ?? null) : null
  return current?.revision === playback.revision && !force ? current : playback
}
