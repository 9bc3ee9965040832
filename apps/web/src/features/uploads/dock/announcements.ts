import type { ItemState, QueueState } from '../queue/queue-state.ts'

export type Announcement = {
  what: 'started' | 'half' | 'paused' | 'offline' | 'uploaded' | 'failed' | 'refused'
  fileName: string
}

const BY_STATE: Partial<Record<ItemState, Announcement['what']>> = {
  preparing: 'started',
  paused: 'paused',
  offline: 'offline',
  done: 'uploaded',
  failed: 'failed',
  refused: 'refused',
}

/** What happened between two views of the queue that is worth saying aloud: changes of state, and half way. */
export function announcementsBetween(before: QueueState, after: QueueState): Announcement[] {
  return after.items.flatMap((item): Announcement[] => {
    const old = before.items.find((candidate) => candidate.key === item.key)
    if (old?.state !== item.state) {
      const what = BY_STATE[item.state]
      return what ? [{ what, fileName: item.fileName }] : []
    }
    const half = item.size / 2
    const passed = item.state === 'uploading' && old.sentBytes < half && item.sentBytes >= half
    return passed ? [{ what: 'half', fileName: item.fileName }] : []
  })
}
