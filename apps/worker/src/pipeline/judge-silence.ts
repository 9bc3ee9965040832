import type { SilentTask } from '@marquee/domain/pipeline'

/** Milliseconds for which a look must go on finding the same silence before a worker counts as dead. */
const CONFIRM_MS = 1_500
/** Milliseconds between two looks above which we cannot know what was said in between. */
const BLIND_MS = 1_200

export interface SilenceJudge {
  /** What one look found, and when by a clock that never steps back; answers the tasks that nobody holds. */
  judge(found: readonly SilentTask[], nowMs: number): readonly SilentTask[]
  /** A look failed: what was seen before it proves nothing. */
  forget(): void
}

/**
 * Tells a dead worker from a database that was away: after such a time every claim looks silent, and those that
 * live beat again at once. Only a silence that a row of looks has confirmed counts, by our own clock.
 */
export function createSilenceJudge(): SilenceJudge {
  let since = new Map<string, number>()
  let lastLookAt: number | undefined
  return {
    judge(found, nowMs) {
      if (lastLookAt !== undefined && nowMs - lastLookAt > BLIND_MS) since.clear()
      lastLookAt = nowMs
      since = new Map(found.map((task) => [beatOf(task), since.get(beatOf(task)) ?? nowMs]))
      return found.filter((task) => nowMs - (since.get(beatOf(task)) ?? nowMs) >= CONFIRM_MS)
    },
    forget() {
      since.clear()
    },
  }
}

/** One beat of one attempt: a later one is another silence. */
function beatOf({ runId, name, attempt, beatAt }: SilentTask): string {
  return `${runId}.${name}.${attempt}.${beatAt.getTime()}`
}
