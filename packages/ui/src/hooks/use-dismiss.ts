'use client'

import { type RefObject, useEffect } from 'react'

/** While `open`, a press outside of the element or Escape inside the page calls `onDismiss`. */
export function useDismiss(
  ref: RefObject<HTMLElement | null>,
  open: boolean,
  onDismiss: (by: 'outside' | 'escape') => void,
): void {
  useEffect(() => {
    if (!open) return
    const pressed = (event: PointerEvent) => {
      if (event.target instanceof Node && !ref.current?.contains(event.target)) onDismiss('outside')
    }
    const typed = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      onDismiss('escape')
    }
    document.addEventListener('pointerdown', pressed)
    document.addEventListener('keydown', typed, true)
    return () => {
      document.removeEventListener('pointerdown', pressed)
      document.removeEventListener('keydown', typed, true)
    }
  }, [ref, open, onDismiss])
}
