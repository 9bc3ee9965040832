import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import { StudioDeletions } from './studio-deletions.tsx'
import { StudioFrame } from './studio-frame.tsx'

/** The creator's side of the house. Each page asks by itself whether the reader may be here, because it knows its address. */
export default async function StudioLayout({ children }: { children: ReactNode }) {
  const { studio, uploads, progress, failures } = await getMessages()
  return (
    <NextIntlClientProvider messages={{ studio, uploads, progress, failures }}>
      <StudioDeletions>
        <StudioFrame>{children}</StudioFrame>
      </StudioDeletions>
    </NextIntlClientProvider>
  )
}
