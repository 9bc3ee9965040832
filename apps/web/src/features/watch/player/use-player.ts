'use client'

import {
  createPlayer,
  INITIAL_STATE,
  type Player,
  type PlayerState,
  type Renew,
  type Source,
} from '@marquee/player'
import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react'

export type UsedPlayer = { player: Player | null; state: PlayerState }

/**
 * A player in the video element, for as long as the element is there. It begins at `startAt`, in seconds; a changed source
 * goes on where the viewer is. `renew` must stay the same function: another one is another player.
 */
export function usePlayer(
  video: RefObject<HTMLVideoElement | null>,
  source: Source,
  startAt: number,
  renew: Renew,
): UsedPlayer {
  const [player, setPlayer] = useState<Player | null>(null)
  useEffect(() => {
    if (!video.current) return
    const made = createPlayer(video.current, { startAt, renew })
    setPlayer(made)
    return () => {
      made.destroy()
      setPlayer(null)
    }
  }, [video, startAt, renew])

  const { hls, revision, expiresAt } = source
  useEffect(() => {
    // A set that cannot be read leaves the running one alone; the page asks again soon.
    player?.play({ hls, revision, expiresAt }).catch(() => {})
  }, [player, hls, revision, expiresAt])

  const state = useSyncExternalStore(
    player?.subscribe ?? subscribeToNothing,
    player?.getState ?? initialState,
    initialState,
  )
  return { player, state }
}

const subscribeToNothing = () => () => {}
const initialState = () => INITIAL_STATE
