'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { keepTitle } from './keep-title.ts'

/** A fleet has no event for all that happens in it, so that its pages look again, while somebody looks at them. */
const EVERY_MS = 3_000

export function KeepFresh() {
  const router = useRouter()
  useEffect(keepTitle, [])
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [router])
  return null
}
