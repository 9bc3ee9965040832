import {
  type LoosePictureRow,
  PICTURE_UPLOAD_LIFE_MS,
  createPictureUpload as recordUpload,
} from '@marquee/domain/pictures'
import { PICTURE_LIMITS } from '@marquee/media'
import { newPublicId } from '@marquee/schema/ids'
import { type Context, type UserError, userError } from '../schema/index.ts'

export interface PictureUpload extends LoosePictureRow {
  readonly url: string
}

export interface CreatePictureUploadPayload {
  readonly upload: PictureUpload | null
  readonly userErrors: readonly UserError[]
}

/** A place in the object store for one picture, and a URL that takes exactly its announced bytes. */
export async function createPictureUpload(
  { viewer, services }: Context,
  { size }: { readonly size: number },
): Promise<CreatePictureUploadPayload> {
  if (!viewer) return refuse(userError('UNAUTHENTICATED'))
  if (size < 1) return refuse(userError('EMPTY_FILE', 'size'))
  if (size > PICTURE_LIMITS.bytes) return refuse(userError('PICTURE_TOO_LARGE', 'size'))

  const publicId = newPublicId()
  // The store first: a row always names an upload that exists; one without a row expires by itself.
  const { key, uploadId } = await services.originals.multipart.create(`pictures/${publicId}`)
  const upload = await recordUpload(services.database, {
    id: BigInt(services.ids.next()),
    publicId,
    accountId: viewer.accountId,
    key,
    storeId: uploadId,
    removeAfter: new Date(services.now().getTime() + PICTURE_UPLOAD_LIFE_MS),
  })
  const url = await services.originals.multipart.presignPart({
    ...{ key, uploadId, partNumber: 1, contentLength: size },
    expiresInSeconds: PICTURE_UPLOAD_LIFE_MS / 1_000,
  })
  return { upload: { ...upload, url }, userErrors: [] }
}

function refuse(error: UserError): CreatePictureUploadPayload {
  return { upload: null, userErrors: [error] }
}
