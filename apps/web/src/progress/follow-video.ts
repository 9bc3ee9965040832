import { StudioVideoProgressDocument } from '@marquee/schema/graphql'
import { subscribe } from '../graphql/subscribe.ts'
import { type LiveProgress, newerProgress } from './live-progress.ts'

type Followed = { latest: LiveProgress | null; listeners: Set<() => void>; stop: () => void }

/** One subscription a video, however many places show it. */
const followed = new Map<string, Followed>()

/** Calls `listener` on each new snapshot until the returned function is called. */
export function followVideo(videoId: string, listener: () => void): () => void {
  const entry = followed.get(videoId) ?? follow(videoId)
  entry.listeners.add(listener)
  return () => {
    entry.listeners.delete(listener)
    if (entry.listeners.size > 0 || followed.get(videoId) !== entry) return
    entry.stop()
    followed.delete(videoId)
  }
}

/** The newest snapshot while somebody follows the video; null before the first. */
export function latestProgress(videoId: string): LiveProgress | null {
  return followed.get(videoId)?.latest ?? null
}

function follow(videoId: string): Followed {
  const entry: Followed = { latest: null, listeners: new Set(), stop: () => {} }
  followed.set(videoId, entry)
  entry.stop = subscribe(StudioVideoProgressDocument, { id: videoId }, ({ videoProgress }) => {
    entry.latest = newerProgress(entry.latest, videoProgress)
    for (const listener of entry.listeners) listener()
  })
  return entry
}
