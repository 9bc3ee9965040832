import { type Queues, SWEEP_EVERY_MS } from '@marquee/jobs'
import type { Logger } from '@marquee/service'

/** A queue that lost its memory has lost the schedule too. */
const REMIND_EVERY_MS = 15_000

/**
 * Keeps one schedule of sweeps in the queue, however many dispatchers run: each tick is one job, done by one of
 * them. Answers how to stop reminding; the schedule itself stays for the others.
 */
export function scheduleSweeps(queues: Queues, logger: Logger): () => void {
  const remind = async () => {
    try {
      await queues.byName.maintenance.upsertJobScheduler(
        'sweep',
        { every: SWEEP_EVERY_MS },
        { name: 'sweep', data: {}, opts: { attempts: 1, removeOnComplete: true, removeOnFail: true } },
      )
    } catch (err) {
      logger.warn({ err }, 'sweeps were not scheduled')
    }
  }
  void remind()
  const timer = setInterval(remind, REMIND_EVERY_MS)
  return () => clearInterval(timer)
}
