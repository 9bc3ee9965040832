import { type DuePicture, findDuePictures, forgetPicture } from '@marquee/domain/pictures'
import { workInRounds } from '../pipeline/work-in-rounds.ts'
import type { Services } from '../program/services.ts'

const BATCH = 50

/** Removes pictures that were sent and never used, or that others have replaced. */
export function removeLoosePictures({ database, stores, logger }: Services): () => Promise<void> {
  return workInRounds<DuePicture>({
    logger,
    batch: BATCH,
    find: (after) => findDuePictures(database, { limit: BATCH, after: after?.id }),
    identify: ({ key }) => ({ picture: key }),
    async perform({ id, key, storeId }, signal) {
      if (storeId !== null) await stores.originals.multipart.abort({ key, uploadId: storeId }, { signal })
      await stores.originals.delete(key, { signal })
      await forgetPicture(database, id)
    },
  })
}
