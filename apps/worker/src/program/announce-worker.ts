import { beatWorker, retireWorker, type WorkerFacts } from '@marquee/domain/workers'
import { RESOURCE_CLASSES } from '@marquee/media'
import { sayOnceInAWhile } from '../observability/say-once-in-a-while.ts'
import { releaseNext } from '../pipeline/release-tasks.ts'
import type { Services } from './services.ts'

/** How often a worker says that it lives. */
const BEAT_MS = 3_000

export interface Announcement {
  /** Beats at once: whether this worker was told to drain may have changed. */
  look(): Promise<void>
  /** Says that this worker is gone. */
  retire(): Promise<void>
}

/**
 * Tells everybody that this worker is there and what it can do, and has what waited for its slots released; from then on
 * beats every three seconds. `onDrain` is called once, when it is to take no more tasks.
 */
export async function announceWorker(
  services: Pick<Services, 'database' | 'queues' | 'logger'>,
  facts: WorkerFacts,
  onDrain: () => void,
): Promise<Announcement> {
  const { database, logger } = services
  const complain = sayOnceInAWhile((err) => logger.warn({ err }, 'this worker could not say that it lives'))
  const resources = RESOURCE_CLASSES.filter((resource) => facts.slots[resource] !== undefined)
  let state: 'working' | 'draining' | 'gone' = 'working'
  let timer: NodeJS.Timeout | undefined

  const look = async () => {
    const { isDraining } = await beatWorker(database, facts, state === 'draining')
    if (!isDraining || state !== 'working') return
    state = 'draining'
    logger.info({ worker: facts.id }, 'draining: no more tasks are taken')
    onDrain()
    await releaseNext(services, resources)
  }
  const beat = async () => {
    try {
      await look()
    } catch (err) {
      complain(err)
    }
    if (state !== 'gone') timer = setTimeout(beat, BEAT_MS)
  }
  await beat()
  if (state === 'working') await releaseNext(services, resources)
  return {
    look,
    async retire() {
      state = 'gone'
      clearTimeout(timer)
      await retireWorker(database, facts.id)
    },
  }
}
