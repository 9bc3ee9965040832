'use client'

import { useTranslations } from 'next-intl'
import { useEffect } from 'react'

/** Asks before the page is left, by closing, reloading or a link, while something is not saved. */
export function useLeaveGuard(unsaved: boolean): void {
  const t = useTranslations('studio.leave')
  useEffect(() => {
    if (!unsaved) return
    const leave = (event: BeforeUnloadEvent) => event.preventDefault()
    const follow = (event: MouseEvent) => {
      if (!leadsAway(event) || window.confirm(t('unsaved'))) return
      event.preventDefault()
      event.stopPropagation()
    }
    addEventListener('beforeunload', leave)
    document.addEventListener('click', follow, true)
    return () => {
      removeEventListener('beforeunload', leave)
      document.removeEventListener('click', follow, true)
    }
  }, [unsaved, t])
}

/** A plain press on a link to another page of ours, in this tab. Others are the browser's to ask about. */
function leadsAway(event: MouseEvent): boolean {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || link.target === '_blank' || link.origin !== window.location.origin) return false
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return false
  return link.pathname !== window.location.pathname
}
