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
 * The slots of a class in one worker, which takes tasks from two queues: that of the class, and its own. While tasks of its own
 * leave no slot, the other queue is left to other workers: what came from there would go back at once, and come again.
 */
export function shareSlots(slots: number, others: Others): SlotGate {
  let taken = 0
  let own = 0
  let isLeft = false
  const waiting: (() => void)[] = []

  const leaveOrTakeUp = () => {
    const isFull = own > 0 && taken >= slots
    if (isFull === isLeft) return
    isLeft = isFull
    if (isFull) void others.pause()
    else others.resume()
  }
  const use = async (run: () => Promise<JobOutcome>) => {
    try {
      return await run()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else taken -= 1
      leaveOrTakeUp()
    }
  }
  return {
    async share(run) {
      if (taken >= slots) return 'given-back'
      taken += 1
      leaveOrTakeUp()
      return use(run)
    },
    async reserve(run) {
      own += 1
      const isFree = taken < slots
      if (isFree) taken += 1
      leaveOrTakeUp()
      if (!isFree) await new Promise<void>((resolve) => waiting.push(resolve))
      return use(run).finally(() => {
        own -= 1
        leaveOrTakeUp()
      })
    },
  }
}
