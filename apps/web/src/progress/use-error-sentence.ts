'use client'

import { useTranslations } from 'next-intl'
import { useCallback } from 'react'

/** The sentence for a stable code in the reader's language; a code newer than this page keeps the API's own words. */
export function useErrorSentence(): (error: { code: string; message?: string }) => string {
  const upload = useTranslations('progress.errors')
  const source = useTranslations('failures')
  return useCallback(
    ({ code, message }) => {
      if (upload.has(code as never)) return upload(code as never)
      if (source.has(code as never)) return source(code as never)
      return message || upload('other', { code })
    },
    [upload, source],
  )
}
