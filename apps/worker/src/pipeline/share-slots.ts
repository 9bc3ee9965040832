import type { JobOutcome } from './consume-queue.ts'

/** What else takes tasks into the same slots. */
interface Others {
  pause(): Promise<void>
  resume(): void
}

export interface SlotGate {
  /** For a task that others can do as well: where no slot is free it goes back. */
  share(run: () => Promise<JobOutcome>): Promise<JobOutcome>
  /** For a task that was meant for this worker: it has the next slot that becomes free. */
  reserve(run: () => Promise<JobOutcome>): Promise<JobOutcome>
}

/**
 * The slots of a class in one worker, which takes tasks from two queues: that of the class, and its own. While a task of its own
 * waits or runs, the other queue is left to other workers.
 */
export function shareSlots(slots: number, others: Others): SlotGate {
  let taken = 0
  let own = 0
  const waiting: (() => void)[] = []

  const use = async (run: () => Promise<JobOutcome>) => {
    try {
      return await run()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else taken -= 1
    }
  }
  return {
    async share(run) {
      if (taken >= slots) return 'given-back'
      taken += 1
      return use(run)
    },
    async reserve(run) {
      own += 1
      if (own === 1) await others.pause()
      if (taken >= slots) await new Promise<void>((resolve) => waiting.push(resolve))
      else taken += 1
      return use(run).finally(() => {
        own -= 1
        if (own === 0) others.resume()
      })
    },
  }
}
