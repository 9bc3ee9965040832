import { releaseTasks } from '@marquee/domain/pipeline'
import { enqueueRelease, enqueueTasks, withdrawTasks } from '@marquee/jobs'
import { RESOURCE_CLASSES, type ResourceClass } from '@marquee/media'
import type { Services } from '../program/services.ts'

/**
 * Gives the queues of these classes whoever is next (domain's releaseTasks), after anything that may have freed a place or
 * brought somebody new. A release whose job was not sent is found by the sweep.
 */
export async function releaseNext(
  { database, queues }: Pick<Services, 'database' | 'queues'>,
  resources: Iterable<ResourceClass>,
): Promise<void> {
  for (const resource of new Set(resources)) {
    const { released, withdrawn } = await releaseTasks(database, resource)
    await withdrawTasks(queues, withdrawn)
    await enqueueTasks(queues, released)
  }
}

/** Has a dispatcher do so, for those who have other things to do: what fails is logged, and left to the sweep. */
export function releaseInPassing(
  { queues, logger }: Pick<Services, 'queues' | 'logger'>,
  resources: readonly ResourceClass[] = RESOURCE_CLASSES,
): void {
  for (const resource of resources)
    enqueueRelease(queues, resource).catch((err: unknown) =>
      logger.warn({ err }, 'nobody was asked to release tasks; the sweep will'),
    )
}
