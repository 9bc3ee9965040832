import { expireUpload as endUpload, type UploadRow } from '@marquee/domain/uploads'
import type { Context } from '../schema/index.ts'
import { announceVideo, dropParts, freshVideo } from '../videos/index.ts'

/** Ends an upload that was left too long, before the workers' sweep does: its video goes, the store drops its parts. */
export async function expireUpload(context: Context, upload: UploadRow): Promise<void> {
  await context.services.database.$transaction((tx) => endUpload(tx, upload))
  await dropParts(context, upload)
  const video = await freshVideo(context, upload.videoId)
  if (video) await announceVideo(context, video)
}
