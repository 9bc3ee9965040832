import type { UploadEnd, UploadSnapshot, UploadTask } from '@marquee/uploader'
import { describe, expect, it, vi } from 'vitest'
import { createUploadQueue } from './create-upload-queue.ts'

/** An engine's task that ends when the test says so. */
function createTask() {
  const listeners = new Set<() => void>()
  let end: (end: UploadEnd) => void = () => {}
  let running: Promise<UploadEnd> | undefined
  let view: UploadSnapshot = {
    state: 'idle',
    uploadId: null,
    videoId: null,
    sentBytes: 0,
    totalBytes: 10,
    bytesPerSecond: null,
    remainingMs: null,
    error: null,
  }
  const show = (state: UploadSnapshot['state']) => {
    view = { ...view, state }
    for (const listener of listeners) listener()
  }
  const task: UploadTask = {
    snapshot: () => view,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start() {
      if (view.state === 'idle') show('uploading')
      running ??= new Promise((resolve) => {
        end = resolve
      })
      return running
    },
    pause: () => show('paused'),
    resume: () => {
      if (view.state === 'paused') show('uploading')
    },
    cancel: async () => {
      show('cancelled')
      end({ outcome: 'cancelled' })
    },
  }
  return {
    task,
    finish() {
      show('done')
      end({ outcome: 'done', uploadId: 'upl_a', videoId: 'vid_a' })
    },
  }
}

function open(names: readonly string[]) {
  const tasks = new Map<string, ReturnType<typeof createTask>>()
  const queue = createUploadQueue(async ({ file }) => {
    const made = createTask()
    tasks.set(file.name, made)
    return made.task
  })
  queue.add(names.map((name) => ({ file: new File(['0123456789'], name) })))
  const states = () => queue.snapshot().items.map((item) => item.state)
  return { queue, tasks, states }
}

describe('createUploadQueue', () => {
  it('runs two at a time and takes the next when one ends', async () => {
    const { tasks, states } = open(['a', 'b', 'c'])
    await vi.waitFor(() => expect(states()).toEqual(['uploading', 'uploading', 'waiting']))
    tasks.get('b')?.finish()
    await vi.waitFor(() => expect(states()).toEqual(['uploading', 'done', 'uploading']))
  })

  it('gives a paused place away, and waits for one when resumed', async () => {
    const { queue, tasks, states } = open(['a', 'b', 'c'])
    await vi.waitFor(() => expect(states()).toEqual(['uploading', 'uploading', 'waiting']))
    queue.pause('file-1')
    await vi.waitFor(() => expect(states()).toEqual(['paused', 'uploading', 'uploading']))
    queue.resume('file-1')
    expect(states()).toEqual(['waiting', 'uploading', 'uploading'])
    tasks.get('b')?.finish()
    await vi.waitFor(() => expect(states()).toEqual(['uploading', 'done', 'uploading']))
  })

  it('takes a cancelled one off the line at once', async () => {
    const { queue, states } = open(['a', 'b', 'c'])
    await vi.waitFor(() => expect(states()).toEqual(['uploading', 'uploading', 'waiting']))
    queue.cancel('file-1')
    await vi.waitFor(() => expect(states()).toEqual(['uploading', 'uploading']))
  })

  it('says so when the engine does not load, and tries again when asked', async () => {
    const engine = vi.fn().mockRejectedValueOnce(new Error('offline')).mockResolvedValue(createTask().task)
    const queue = createUploadQueue(engine)
    queue.add([{ file: new File(['x'], 'a') }])
    const first = () => queue.snapshot().items[0]
    await vi.waitFor(() =>
      expect(first()).toMatchObject({ state: 'failed', error: { code: 'API_UNREACHABLE' } }),
    )
    queue.retry('file-1')
    await vi.waitFor(() => expect(first()?.state).toBe('uploading'))
  })
})
