'use client'

import { lazy, Suspense } from 'react'
import { useUploads } from './upload-queue-provider.tsx'

const DockPanel = lazy(() => import('./dock/dock-with-words.tsx'))

/** The panel at the foot of every page while files are on their way; its code comes with the first file. */
export function UploadDock() {
  const { queue } = useUploads()
  if (!queue) return null
  return (
    <Suspense>
      <DockPanel queue={queue} />
    </Suspense>
  )
}
