import { findPictureUpload, forgetPicture, type LoosePictureRow } from '@marquee/domain/pictures'
import { PICTURE_LIMITS } from '@marquee/media'
import { parseGlobalId } from '@marquee/schema/ids'
import { ObjectNotFound, UploadNotFound } from '@marquee/storage'
import { type Context, type Services, type UserError, userError } from '../schema/index.ts'
import type { MadePicture } from './make-picture.ts'
import { decodePicture } from './run-decoder.ts'

export type TakenPicture =
  | {
      readonly made: Buffer
      /** Call it once what was made of it is kept: it is taken only once. */
      readonly drop: () => Promise<void>
    }
  | { readonly denied: UserError }

/** What is made of a picture that the viewer has sent. Nobody else can name it. */
export async function takePicture(
  context: Context,
  uploadId: string,
  kind: MadePicture,
): Promise<TakenPicture> {
  const { services, viewer } = context
  if (!viewer) return { denied: userError('UNAUTHENTICATED') }
  const id = parseGlobalId(uploadId)
  const upload =
    id?.prefix === 'pic' &&
    (await findPictureUpload(services.database, {
      accountId: viewer.accountId,
      publicId: id.publicId,
      now: services.now(),
    }))
  if (!upload) return { denied: userError('UPLOAD_NOT_FOUND', 'uploadId') }
  const bytes = await readPicture(services, upload)
  if (!bytes) return { denied: userError('UPLOAD_INCOMPLETE', 'uploadId') }
  const decoded = await decodePicture(kind, bytes, services.logger)
  if ('refused' in decoded) return { denied: userError(decoded.refused, 'uploadId') }
  return { made: decoded.made, drop: () => dropPicture(services, upload) }
}

/** Null where it has not been sent. Its length was signed with the URL that took it. */
async function readPicture(
  { originals }: Services,
  { key, storeId }: LoosePictureRow & { readonly storeId: string },
): Promise<Buffer | null> {
  const sent = { key, uploadId: storeId }
  try {
    const parts = await originals.multipart.listParts(sent)
    if (parts.length === 0) return null
    await originals.multipart.complete(sent, parts)
  } catch (error) {
    // It was completed before: by a call whose answer was lost, or one that could not use it.
    if (!(error instanceof UploadNotFound)) throw error
  }
  try {
    const { body, size } = await originals.get(key)
    if (size > PICTURE_LIMITS.bytes) body.destroy()
    return size > PICTURE_LIMITS.bytes ? null : Buffer.concat(await body.toArray())
  } catch (error) {
    if (error instanceof ObjectNotFound) return null
    throw error
  }
}

/** What cannot be removed now the workers' sweep removes. */
async function dropPicture({ originals, database, logger }: Services, { id, key }: LoosePictureRow) {
  try {
    await originals.delete(key)
    await forgetPicture(database, id)
  } catch (err) {
    logger.warn({ err, key }, 'a picture is left to the sweep: the store does not answer')
  }
}
