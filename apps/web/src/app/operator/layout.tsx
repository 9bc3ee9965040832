import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import { requireOperator } from './require-operator.ts'

/** The engine room: runs, workers, queues. Each page asks by itself whether the reader may be here, and so does this frame. */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  await requireOperator()
  const { operator, progress, failures } = await getMessages()
  return (
    <NextIntlClientProvider messages={{ operator, progress, failures }}>{children}</NextIntlClientProvider>
  )
}
