'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import type { LiveProgress } from './live-progress.ts'
import { milestoneBetween } from './milestone.ts'

/** Says aloud when a video passes a quarter, can be watched, is ready or has failed. */
export function useMilestones(
  progress: LiveProgress | null,
  name: string,
  say: (text: string) => void,
): void {
  const t = useTranslations('progress')
  const before = useRef(progress)
  useEffect(() => {
    const passed = progress && before.current ? milestoneBetween(before.current, progress) : null
    before.current = progress
    if (passed) say(t(`milestone.${passed}`, { name }))
  }, [progress, name, say, t])
}
