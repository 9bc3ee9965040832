import { isSettled, type UploadTask } from '@marquee/uploader'
import { handleOf } from './file-handles.ts'
import { forgetHandle, keepHandle } from './kept-handles.ts'
import { lockSending } from './sending-locks.ts'

/** While a task sends, other tabs know; until it has ended for good, the next page can find its file again. */
export function rememberUpload(task: UploadTask, file: File): void {
  let release: (() => void) | undefined
  let kept = false
  task.subscribe(() => {
    const { state, uploadId } = task.snapshot()
    if (!uploadId) return
    if (state === 'done' || state === 'cancelled') {
      // Where nothing can be kept, nothing is there to forget.
      if (kept) void forgetHandle(uploadId).catch(() => {})
      kept = false
    } else if (!kept) {
      kept = true
      const handle = handleOf(file)
      // Without it the studio asks for the file in words.
      if (handle) void keepHandle(uploadId, handle).catch(() => {})
    }
    if (isSettled(state)) {
      release?.()
      release = undefined
    } else {
      release ??= lockSending(uploadId)
    }
  })
}
