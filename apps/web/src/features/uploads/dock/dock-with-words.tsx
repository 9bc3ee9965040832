'use client'

import { NextIntlClientProvider, useLocale } from 'next-intl'
import { use } from 'react'
import type { UploadQueue } from '../queue/create-upload-queue.ts'
import { Dock } from './dock.tsx'

const loading = new Map<string, Promise<{ uploads: object; failures: object; progress: object }>>()

/** The dock's words come with its code: pages without an upload do not carry them. */
function wordsOf(locale: string) {
  const known = loading.get(locale)
  if (known) return known
  const words = import(`../../../../messages/${locale}.json`).then(({ default: all }) => ({
    uploads: all.uploads,
    failures: all.failures,
    progress: all.progress,
  }))
  loading.set(locale, words)
  return words
}

export default function DockWithWords({ queue }: { queue: UploadQueue }) {
  const locale = useLocale()
  const words = use(wordsOf(locale))
  return (
    <NextIntlClientProvider locale={locale} messages={words} timeZone="UTC">
      <Dock queue={queue} />
    </NextIntlClientProvider>
  )
}
