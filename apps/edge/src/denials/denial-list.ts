import type { Denial, DenialScope } from '@marquee/media'
import type { PlaybackSharing } from '@marquee/service'

/**
 * 100,000 denials are about 15 MB; each ends after 14 h at most. A day of five million viewers, half a million uploads
 * and one video in ten made private or deleted stays below it.
 */
const LIMIT = 100_000

export interface DenialList {
  /** Whether a token that is valid by itself opens nothing any more. */
  refuses(video: string, sharing: PlaybackSharing): boolean
  /** The newest word on a video. */
  note(denial: Denial): void
  readonly size: number
}

type Entry = { readonly scope: DenialScope; readonly untilMs: number }

/**
 * What the edge knows of denials: in memory, so that each request is judged without asking anyone. Beyond the limit the
 * oldest go, which are the next to end.
 */
export function createDenialList({ now, limit = LIMIT }: { now: () => Date; limit?: number }): DenialList {
  const entries = new Map<string, Entry>()
  return {
    refuses(video, sharing) {
      const entry = entries.get(video)
      if (!entry) return false
      if (entry.untilMs <= now().getTime()) {
        entries.delete(video)
        return false
      }
      return entry.scope === 'all' || sharing === 'shared'
    },
    note({ video, scope, until }) {
      entries.delete(video)
      if (scope === 'nothing' || until <= now()) return
      entries.set(video, { scope, untilMs: until.getTime() })
      const [oldest] = entries.size > limit ? entries.keys() : []
      if (oldest) entries.delete(oldest)
    },
    get size() {
      return entries.size
    },
  }
}
