'use client'

import { type RefObject, useEffect, useRef } from 'react'

/**
 * Calls `onNear` whenever the element comes within `margin` of the window, and again after each render while it
 * stays there: a page of results that does not fill the window asks for the next one.
 */
export function useNearView<E extends Element>(onNear: () => void, margin = '800px'): RefObject<E | null> {
  const ref = useRef<E | null>(null)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) onNear()
      },
      { rootMargin: margin },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [onNear, margin])
  return ref
}
