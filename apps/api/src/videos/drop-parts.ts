import type { Context } from '../schema/index.ts'

/**
 * Has the store let go of an upload's parts once its video is deleted. Where the store does not answer, nothing is
 * lost but time: the workers' sweep of deleted videos does it.
 */
export async function dropParts(
  { services }: Context,
  { key, storeId }: { readonly key: string; readonly storeId: string },
): Promise<void> {
  try {
    await services.originals.multipart.abort({ key, uploadId: storeId })
  } catch (err) {
    services.logger.warn({ err, key }, 'parts are left to the sweep: the store does not answer')
  }
}
