import type { VideoStatus } from '@marquee/schema/graphql'

/** What this page is sending of a video just now, as the upload queue tells it. */
export type UploadActivity = {
  videoId: string | null
  state:
    | 'waiting'
    | 'preparing'
    | 'uploading'
    | 'paused'
    | 'offline'
    | 'completing'
    | 'done'
    | 'failed'
    | 'refused'
  /** Bytes. */
  sentBytes: number
  size: number
  remainingMs: number | null
  /** Why it stopped. */
  error: { code: string; message: string; retryable: boolean } | null
}

/** Whether the file is still on its way from this page. */
export function isSending(activity: UploadActivity | undefined): activity is UploadActivity {
  return activity !== undefined && activity.state !== 'done' && activity.state !== 'refused'
}

/** Where the file went from this page to the end, a row that still says «uploading» is only older than that. */
export function isFileHere(status: VideoStatus, activity: UploadActivity | undefined): boolean {
  return activity?.state === 'done' || (status !== 'DRAFT' && status !== 'UPLOADING')
}

/** The states of `isSending`. */
export type SendingState = Exclude<UploadActivity['state'], 'done' | 'refused'>
