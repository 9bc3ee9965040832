'use client'

import { useEffect, useState } from 'react'

/** Ages are said in minutes. */
const TICK_MS = 30_000

/** The instant the page was made, and from then on the present one, so that ages stay true on a page left open. */
export function useNow(madeAt: string): string {
  const [now, setNow] = useState(madeAt)
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
