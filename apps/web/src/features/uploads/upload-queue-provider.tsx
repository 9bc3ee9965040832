'use client'

import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { UploadQueue, UploadRequest } from './queue/create-upload-queue.ts'
import type { QueueState } from './queue/queue-state.ts'

export type Uploads = {
  /** Null until the first file: the engine is fetched with it. */
  queue: UploadQueue | null
  /** Rejects where the engine cannot be fetched: no network, or a newer release took its files away. */
  add(requests: readonly UploadRequest[]): Promise<void>
}

const Context = createContext<Uploads | null>(null)

/** Holds the upload queue above all routes, so that navigation inside the app does not stop it. */
export function UploadQueueProvider({ children }: { children: ReactNode }) {
  const [queue, setQueue] = useState<UploadQueue | null>(null)
  const opening = useRef<Promise<UploadQueue> | null>(null)

  const open = useCallback(() => {
    opening.current ??= import('./queue/open-upload-queue.ts').then(({ openUploadQueue }) => {
      const opened = openUploadQueue()
      setQueue(opened)
      return opened
    })
    return opening.current
  }, [])
  const add = useCallback(
    async (requests: readonly UploadRequest[]) => {
      try {
        const opened = await open()
        opened.add(requests)
      } catch (cause) {
        opening.current = null
        throw cause
      }
    },
    [open],
  )
  const uploads = useMemo(() => ({ queue, add }), [queue, add])
  return <Context value={uploads}>{children}</Context>
}

export function useUploads(): Uploads {
  const uploads = use(Context)
  if (!uploads) throw new Error('useUploads needs an UploadQueueProvider above it')
  return uploads
}

const NOTHING: QueueState = { items: [] }

/** What is on its way, as it changes. */
export function useQueueState(): QueueState {
  const { queue } = useUploads()
  const subscribe = useCallback((listener: () => void) => queue?.subscribe(listener) ?? (() => {}), [queue])
  return useSyncExternalStore(
    subscribe,
    () => queue?.snapshot() ?? NOTHING,
    () => NOTHING,
  )
}
