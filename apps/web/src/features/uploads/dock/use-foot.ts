'use client'

import { useCallback } from 'react'

/** Below this the dock reaches so far across the page that bars and toasts must stand on top of it. */
const WIDE_PX = 900

/** Says in `--mq-foot` how many pixels of the page's foot the element takes. Give the result to it as `ref`. */
export function useFoot(): (element: HTMLElement | null) => (() => void) | undefined {
  return useCallback((element) => {
    if (!element) return undefined
    const root = document.documentElement.style
    const say = () =>
      root.setProperty('--mq-foot', window.innerWidth < WIDE_PX ? `${element.offsetHeight}px` : '0px')
    const observer = new ResizeObserver(say)
    observer.observe(element)
    addEventListener('resize', say)
    return () => {
      observer.disconnect()
      removeEventListener('resize', say)
      root.removeProperty('--mq-foot')
    }
  }, [])
}
