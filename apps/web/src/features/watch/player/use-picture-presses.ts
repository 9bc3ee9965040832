'use client'

import { createPressReader, type PressActions } from '@marquee/player'
import { type RefObject, useEffect, useRef } from 'react'

/**
 * Presses of mouse and pen on the picture itself. A finger's tap shows and hides the controls instead (Media Chrome), and
 * a press that closes an open menu does no more than that.
 */
export function usePicturePresses(
  root: RefObject<HTMLElement | null>,
  menuOpen: boolean,
  actions: PressActions,
): void {
  const now = useRef({ menuOpen, actions })
  now.current = { menuOpen, actions }
  useEffect(() => {
    const stage = root.current
    if (!stage) return
    const reader = createPressReader({
      single: () => now.current.actions.single(),
      double: () => now.current.actions.double(),
    })
    let closesMenu = false
    const touched = () => {
      closesMenu = now.current.menuOpen
    }
    const clicked = (event: MouseEvent) => {
      if (!closesMenu && isOnPicture(event) && !isFinger(event)) reader.press(event.detail)
    }
    // Before the menu hears of it, and is closed.
    stage.addEventListener('pointerdown', touched, true)
    stage.addEventListener('click', clicked)
    return () => {
      stage.removeEventListener('pointerdown', touched, true)
      stage.removeEventListener('click', clicked)
      reader.destroy()
    }
  }, [root])
}

/** Media Chrome lays its controls over the picture; where none is, it or the video itself is what was hit. */
function isOnPicture(event: Event): boolean {
  const [hit] = event.composedPath()
  return hit instanceof Element && hit.matches('video, media-controller')
}

function isFinger(event: MouseEvent): boolean {
  return event instanceof PointerEvent && event.pointerType === 'touch'
}
