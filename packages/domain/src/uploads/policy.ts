import type { VideoViewer } from '../videos/policy.ts'
import type { UploadRow } from './store.ts'

/** Only who began an upload may act on it; to everyone else it is not there. */
export function ownsUpload(viewer: VideoViewer, upload: UploadRow): boolean {
  return viewer !== null && upload.accountId === viewer.accountId
}

/** An upload is shown for as long as its video. */
export function maySeeUpload(viewer: VideoViewer, upload: UploadRow): boolean {
  return ownsUpload(viewer, upload) && upload.video.status !== 'deleted'
}

/** Open, but left for longer than its parts are kept. */
export function hasExpired(upload: UploadRow, now: Date): boolean {
  return upload.status === 'open' && upload.expiresAt <= now
}
