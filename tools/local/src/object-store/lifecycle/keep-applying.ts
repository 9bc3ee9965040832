import { applyLifecycle, type LifecycleOutcome, type LifecycleRound } from './apply-rules.ts'

const LONGEST_PAUSE_MS = 3_600_000
/** Where days are short, so that what expires goes soon after. */
const ROUNDS_A_DAY = 4

export interface LifecycleSettings extends Omit<LifecycleRound, 'now'> {
  /** After a round in which something went. */
  onRound(outcome: LifecycleOutcome): void
}

/** A first round now, since a store on a laptop may never run for an hour, and then one after another. Gives its end. */
export function keepApplying({ onRound, ...round }: LifecycleSettings): () => void {
  const pauseMs = Math.min(LONGEST_PAUSE_MS, round.dayMs / ROUNDS_A_DAY)
  let timer: NodeJS.Timeout | undefined
  let ended = false
  const run = async () => {
    try {
      const outcome = await applyLifecycle({ ...round, now: Date.now() })
      if (outcome.expired + outcome.aborted > 0) onRound(outcome)
    } catch (error) {
      round.onError(error)
    }
    if (!ended) timer = setTimeout(run, pauseMs).unref()
  }
  void run()
  return () => {
    ended = true
    clearTimeout(timer)
  }
}
