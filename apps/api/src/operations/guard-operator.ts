import type { Context, UserError, Viewer } from '../schema/index.ts'
import { userError } from '../schema/index.ts'

/** Whether who asks runs this installation: they see every run, worker and queue. */
export function isOperator(viewer: Viewer | null): viewer is Viewer {
  return viewer?.role === 'admin'
}

/** Why who asks may not operate; null where they may. The first line of every mutation here. */
export function refuseOthers({ viewer }: Context): UserError | null {
  if (!viewer) return userError('UNAUTHENTICATED')
  return isOperator(viewer) ? null : userError('FORBIDDEN')
}

/** Writes down what an operator did, and who: an account's public id, as it stands in `Viewer.id` after `acc_`. */
export function noteDeed(
  { viewer, services }: Context,
  deed: string,
  about: Readonly<Record<string, string>>,
): void {
  services.logger.info({ operator: viewer?.publicId, ...about }, deed)
}
