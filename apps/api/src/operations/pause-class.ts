import {
  resumeClass as beginAgain,
  type ClassStatus,
  listClasses,
  pauseClass as stopBeginning,
} from '@marquee/domain/pipeline'
import { RESOURCE_CLASSES, type ResourceClass } from '@marquee/media'
import { type Context, type UserError, userError } from '../schema/index.ts'
import { noteDeed, refuseOthers } from './guard-operator.ts'

export interface TaskClassPayload {
  readonly taskClass: ClassStatus | null
  readonly userErrors: readonly UserError[]
}

/** Begins no more tasks of a class; what runs goes on. Paused already is fine. */
export function pauseClass(context: Context, { resource }: { resource: string }): Promise<TaskClassPayload> {
  return change(context, resource, stopBeginning, 'an operator paused a class of tasks')
}

/** Begins tasks of a class again. Not paused is fine. */
export async function resumeClass(
  context: Context,
  { resource }: { resource: string },
): Promise<TaskClassPayload> {
  const payload = await change(context, resource, beginAgain, 'an operator resumed a class of tasks')
  if (isResourceClass(resource) && payload.userErrors.length === 0)
    await context.services.background.releaseTasks(resource)
  return payload
}

async function change(
  context: Context,
  resource: string,
  act: typeof stopBeginning,
  deed: string,
): Promise<TaskClassPayload> {
  const denied = refuseOthers(context)
  if (denied) return { taskClass: null, userErrors: [denied] }
  if (!isResourceClass(resource))
    return { taskClass: null, userErrors: [userError('CLASS_UNKNOWN', 'resource')] }
  const { database } = context.services
  if (await act(database, resource)) noteDeed(context, deed, { resource })
  const taskClass = (await listClasses(database)).find((each) => each.resource === resource) ?? null
  return { taskClass, userErrors: [] }
}

function isResourceClass(text: string): text is ResourceClass {
  return RESOURCE_CLASSES.some((each) => each === text)
}
