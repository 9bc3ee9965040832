import { createUploadTask } from '@marquee/uploader'
import { createBlobSource, createBrowserConnectivity, createXhrTransport } from '@marquee/uploader/browser'
import { rememberUpload } from '../resume/remember-upload.ts'
import { createUploadQueue, type UploadQueue } from './create-upload-queue.ts'
import { isUnfinished } from './queue-state.ts'
import { createUploadApi } from './upload-api.ts'

/** The queue of this page on the real engine; asks before the tab is left while files are on their way. */
export function openUploadQueue(): UploadQueue {
  const transport = createXhrTransport()
  const connectivity = createBrowserConnectivity()
  const queue = createUploadQueue(async ({ file, resumeUploadId, details }) => {
    const task = createUploadTask({
      source: createBlobSource(file),
      api: createUploadApi(),
      transport,
      connectivity,
      ...(details ? { details } : {}),
      ...(resumeUploadId ? { resumeUploadId } : {}),
    })
    rememberUpload(task, file)
    return task
  })
  let guarded = false
  queue.subscribe(() => {
    const needed = queue.snapshot().items.some(isUnfinished)
    if (needed === guarded) return
    guarded = needed
    if (needed) addEventListener('beforeunload', askBeforeLeaving)
    else removeEventListener('beforeunload', askBeforeLeaving)
  })
  return queue
}

/** The browser words the question; it asks none unless the person has used the page. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault()
}
