import type { Context } from '../schema/index.ts'

/**
 * Removes an original that the store made of an upload which was given up meanwhile. Where the store does not
 * answer, the workers' sweep of deleted videos finds it within an hour.
 */
export async function dropOriginal({ services }: Context, key: string): Promise<void> {
  try {
    await services.originals.delete(key)
  } catch (err) {
    services.logger.warn({ err, key }, 'an original is left to the sweep: the store does not answer')
  }
}
