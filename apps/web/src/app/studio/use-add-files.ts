'use client'

import { useToast } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { useUploads } from '../../features/uploads/upload-queue-provider.tsx'

type Added = {
  files: readonly File[]
  folders?: number
  /** Of an upload that goes on. */
  resumeUploadId?: string
  details?:
    | { title: string; description: string; visibility: 'PRIVATE' | 'UNLISTED' | 'PUBLIC' }
    | { pipeline: string }
}

/** Puts files into the upload queue, and says what was not taken. */
export function useAddFiles(): (added: Added) => void {
  const t = useTranslations('uploads')
  const { add } = useUploads()
  const toast = useToast()
  return useCallback(
    ({ files, folders = 0, resumeUploadId, details }) => {
      if (folders > 0) toast({ tone: 'trouble', text: t('noFolders') })
      if (files.length === 0) return
      add(files.map((file) => ({ file, resumeUploadId, details }))).catch(() =>
        toast({ tone: 'trouble', text: t('engineMissing') }),
      )
    },
    [add, t, toast],
  )
}
