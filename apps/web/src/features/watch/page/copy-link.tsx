'use client'

import { Button, useToast } from '@marquee/ui'
import { Link2 } from '@marquee/ui/icons'
import { useTranslations } from 'next-intl'

/** Puts this page's address, without its query, on the clipboard. */
export function CopyLink() {
  const t = useTranslations('watch')
  const toast = useToast()
  const copy = async () => {
    const url = `${window.location.origin}${window.location.pathname}`
    try {
      await navigator.clipboard.writeText(url)
      toast({ tone: 'good', text: t('copied') })
    } catch {
      toast({ tone: 'trouble', text: t('copyFailed') })
    }
  }
  return (
    <Button icon={<Link2 size={16} aria-hidden="true" />} onClick={copy}>
      {t('copyLink')}
    </Button>
  )
}
