import { closeUpload, type UploadRow } from '@marquee/domain/uploads'
import { deleteVideo } from '@marquee/domain/videos'
import { type Context, type UserError, userError } from '../schema/index.ts'
import { announceVideo, dropParts, freshVideo } from '../videos/index.ts'
import { findUsableUpload } from './find-upload.ts'

export interface AbortUploadPayload {
  readonly upload: UploadRow | null
  readonly userErrors: readonly UserError[]
}

/** Gives an open upload up: its video goes with it, and the store lets go of its parts. */
export async function abortUpload(
  context: Context,
  input: { readonly uploadId: string },
): Promise<AbortUploadPayload> {
  const found = await findUsableUpload(context, input.uploadId)
  if ('denied' in found) return refuse(found.denied)
  const { upload } = found
  const { services } = context

  const aborted = await services.database.$transaction(async (tx) => {
    if (!(await closeUpload(tx, upload.id, 'aborted'))) return false
    await deleteVideo(tx, upload.videoId)
    return true
  })
  if (!aborted) return refuse(userError('UPLOAD_CLOSED', 'uploadId'))
  await dropParts(context, upload)
  const video = await freshVideo(context, upload.videoId)
  if (video) await announceVideo(context, video)
  return { upload: { ...upload, status: 'aborted' }, userErrors: [] }
}

function refuse(error: UserError): AbortUploadPayload {
  return { upload: null, userErrors: [error] }
}
