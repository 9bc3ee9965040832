import { type RefObject, useLayoutEffect } from 'react'

/**
 * What covers the player has the focus of what it covers, which cannot be reached meanwhile, and gives it back when it goes.
 * In the same task: the browser drops the focus of what is inert with its next picture.
 */
export function useFocusWhileCovered(root: RefObject<HTMLElement | null>, covered: boolean): void {
  useLayoutEffect(() => {
    const before = document.activeElement
    if (!covered || !(before instanceof HTMLElement) || !root.current?.contains(before)) return
    root.current.querySelector<HTMLElement>('[data-error-cause] button')?.focus()
    return () => {
      if (document.activeElement === document.body) before.focus()
    }
  }, [root, covered])
}
