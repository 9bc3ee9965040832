'use client'

import { type ReactNode, useCallback } from 'react'
import { DeletionProvider } from '../../features/studio/deletion/deletion-provider.tsx'
import { useUploads } from '../../features/uploads/upload-queue-provider.tsx'

/** A deleted video takes its upload along, so that nothing is sent for it any more. */
export function StudioDeletions({ children }: { children: ReactNode }) {
  const { queue } = useUploads()
  const stopUploads = useCallback(
    (ids: readonly string[]) => {
      for (const { key, videoId } of queue?.snapshot().items ?? []) {
        if (videoId && ids.includes(videoId)) queue?.cancel(key)
      }
    },
    [queue],
  )
  return <DeletionProvider onDeleted={stopUploads}>{children}</DeletionProvider>
}
