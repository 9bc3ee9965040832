import type { UploadDetails, UploadTask } from '@marquee/uploader'
import { EMPTY_QUEUE, nextToStart, type QueueEvent, type QueueState, reduceQueue } from './queue-state.ts'

/** Two files side by side: one would leave a pause between files, more would only slow each other. */
const PLACES = 2

export type UploadRequest = {
  file: File
  /** Goes on with an upload that stopped; the file must be the same. */
  resumeUploadId?: string | undefined
  /** Of the new video; without a title the API takes the file's name. */
  details?: UploadDetails | undefined
}

/** What makes the task may have to be fetched first; without a network it does not come. */
const ENGINE_MISSING = {
  code: 'API_UNREACHABLE',
  message: 'The server does not answer. Check your connection, then resume the upload.',
  retryable: true,
}

/** Makes the engine's task for a file, asked when its turn comes. */
export type MakeTask = (request: UploadRequest) => Promise<UploadTask>

/** The line of files on their way. It lives as long as the page, not as long as a route. */
export type UploadQueue = {
  snapshot(): QueueState
  subscribe(listener: () => void): () => void
  add(requests: readonly UploadRequest[]): void
  pause(key: string): void
  resume(key: string): void
  /** Starts a failed one again; what arrived is not sent twice. */
  retry(key: string): void
  /** Ends it for good and takes it off the line. */
  cancel(key: string): void
  /** Takes what is done, refused or failed off the line; what the API holds of it stays. */
  dismiss(key: string): void
}

export function createUploadQueue(makeTask: MakeTask): UploadQueue {
  const listeners = new Set<() => void>()
  const requests = new Map<string, UploadRequest>()
  const tasks = new Map<string, UploadTask>()
  let state = EMPTY_QUEUE
  let count = 0

  const dispatch = (event: QueueEvent) => {
    state = reduceQueue(state, event)
    for (const listener of listeners) listener()
  }
  const fill = () => {
    for (const key of nextToStart(state, PLACES)) void run(key)
  }
  const itemOf = (key: string) => state.items.find((item) => item.key === key)

  /** Resolves when the item ends or is paused by its end; the place is then free for the next. */
  async function run(key: string): Promise<void> {
    dispatch({ type: 'started', key })
    const task = tasks.get(key) ?? (await make(key))
    if (task && itemOf(key)) {
      task.resume()
      await task.start()
    }
    fill()
  }

  async function make(key: string): Promise<UploadTask | null> {
    const request = requests.get(key)
    if (!request) return null
    const task = await makeTask(request).catch(() => null)
    if (!task) {
      dispatch({ type: 'stopped', key, error: ENGINE_MISSING })
      return null
    }
    tasks.set(key, task)
    task.subscribe(() => dispatch({ type: 'moved', key, snapshot: task.snapshot() }))
    return task
  }

  function forget(key: string): void {
    tasks.delete(key)
    requests.delete(key)
    dispatch({ type: 'removed', key })
    fill()
  }

  return {
    snapshot: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add(added) {
      const files = added.map((request) => {
        count += 1
        const key = `file-${count}`
        requests.set(key, request)
        const { file, resumeUploadId: uploadId } = request
        return { key, name: file.name, size: file.size, uploadId }
      })
      dispatch({ type: 'added', files })
      fill()
    },
    pause(key) {
      tasks.get(key)?.pause()
      fill()
    },
    resume(key) {
      dispatch({ type: 'waits', key })
      fill()
    },
    retry(key) {
      dispatch({ type: 'waits', key })
      fill()
    },
    cancel(key) {
      // Not awaited: the person sees it gone at once; what the API cannot be told now expires there by itself.
      void tasks.get(key)?.cancel()
      forget(key)
    },
    dismiss: forget,
  }
}
