import {
  findUploadsByPublicIds,
  findUploadsByVideos,
  hasExpired,
  maySeeUpload,
  ownsUpload,
  type UploadRow,
} from '@marquee/domain/uploads'
import { isPublicId, parseGlobalId } from '@marquee/schema/ids'
import { type Context, defineLoader, type UserError, userError } from '../schema/index.ts'
import { expireUpload } from './expire-upload.ts'

const uploadByPublicId = defineLoader<string, UploadRow | null>(({ database }, ids) =>
  findUploadsByPublicIds(database, ids),
)

export const uploadByVideo = defineLoader<bigint, UploadRow | null>(({ database }, ids) =>
  findUploadsByVideos(database, ids),
)

async function findUpload(context: Context, id: string): Promise<UploadRow | null> {
  const parsed = parseGlobalId(id)
  const publicId = parsed?.prefix === 'upl' ? parsed.publicId : isPublicId(id) ? id : null
  return publicId && uploadByPublicId(context).load(publicId)
}

/** Null for what is not there and for another person's alike. */
export async function findOwnUpload(context: Context, id: string): Promise<UploadRow | null> {
  const upload = await findUpload(context, id)
  return upload && maySeeUpload(context.viewer, upload) ? upload : null
}

export type UsableUpload = { readonly upload: UploadRow } | { readonly denied: UserError }

/** The first line of every use-case on an upload: who asks must be signed in and have begun it. */
export async function findUsableUpload(context: Context, id: string): Promise<UsableUpload> {
  if (!context.viewer) return { denied: userError('UNAUTHENTICATED') }
  const upload = await findUpload(context, id)
  return upload && ownsUpload(context.viewer, upload)
    ? { upload }
    : { denied: userError('UPLOAD_NOT_FOUND', 'uploadId') }
}

/** As {@link findUsableUpload}, but still taking parts. */
export async function findOpenUpload(context: Context, id: string): Promise<UsableUpload> {
  const found = await findUsableUpload(context, id)
  if ('denied' in found) return found
  const denied = await requireOpen(context, found.upload)
  return denied ? { denied } : found
}

/** Null for an upload that still takes parts; one that was left too long is ended here and now. */
export async function requireOpen(context: Context, upload: UploadRow): Promise<UserError | null> {
  if (hasExpired(upload, context.services.now())) {
    await expireUpload(context, upload)
    return userError('UPLOAD_EXPIRED', 'uploadId')
  }
  if (upload.status === 'open') return null
  return userError(upload.status === 'expired' ? 'UPLOAD_EXPIRED' : 'UPLOAD_CLOSED', 'uploadId')
}
