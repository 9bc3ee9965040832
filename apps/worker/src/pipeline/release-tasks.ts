import { releaseTasks } from '@marquee/domain/pipeline'
import { enqueueTasks, withdrawTasks } from '@marquee/jobs'
import { RESOURCE_CLASSES, type ResourceClass } from '@marquee/media'
import type { Services } from './services.ts'

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

/** As {@link releaseNext}, for those who have other things to do: what fails is logged, and left to the sweep. */
export function releaseInPassing(
  services: Pick<Services, 'database' | 'queues' | 'logger'>,
  resources: Iterable<ResourceClass> = RESOURCE_CLASSES,
): void {
  releaseNext(services, resources).catch((err: unknown) =>
    services.logger.warn({ err }, 'nothing was released; the sweep will'),
  )
}
