'use client'

import { type FocusKind, keyAction, mayTakeKey } from '@marquee/player'
import { type RefObject, useEffect, useRef } from 'react'
import { applyKey, type PageActions } from './apply-key.ts'

/** The watch page's keys work wherever the focus is, except where it has a better use for them. */
export function useKeys(video: RefObject<HTMLVideoElement | null>, page: PageActions): void {
  const actions = useRef(page)
  actions.current = page
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const media = video.current
      if (!media || event.defaultPrevented || document.querySelector('dialog[open]')) return
      const action = keyAction(event)
      if (!action || !mayTakeKey(event.key, focusKind(document.activeElement))) return
      event.preventDefault()
      applyKey(action, media, actions.current)
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [video])
}

/** The seek bar is ours: its arrows step by 5 seconds like everywhere, not by a hundredth of the film. */
function focusKind(element: Element | null): FocusKind {
  if (!element || element.matches('media-time-range')) return 'other'
  if (element.matches('input, textarea, select, [contenteditable]')) return 'text'
  if (element.matches('[role="menu"], [role="menu"] *')) return 'menu'
  if (element.matches('media-volume-range, [role="slider"]')) return 'slider'
  if (element.matches('button, a[href], [role="button"]')) return 'button'
  return element.localName.startsWith('media-') && element.localName.endsWith('-button') ? 'button' : 'other'
}
