'use client'

import { WebDownloadsDocument, type WebVideoFragment } from '@marquee/schema/graphql'
import { Button, formatBytes, Menu, MenuItem } from '@marquee/ui'
import { Download } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { request } from '../../../graphql/request.ts'

type Downloads = WebVideoFragment['downloads']

/** The files of a video that its viewer may take away. Their addresses end within the hour, so opening it asks for new ones. */
export function DownloadMenu({ videoId, downloads }: { videoId: string; downloads: Downloads }) {
  const t = useTranslations('watch')
  const locale = useLocale()
  const [known, setKnown] = useState(downloads)
  const renew = async (open: boolean) => {
    if (!open) return
    const answer = await request(WebDownloadsDocument, { id: videoId })
    if (answer.ok) setKnown(answer.data.video?.downloads ?? [])
  }
  return (
    <Menu
      align="start"
      onOpenChange={(open) => void renew(open)}
      trigger={(wiring) => (
        <Button {...wiring} icon={<Download size={16} aria-hidden="true" />} data-downloads="">
          {t('download')}
        </Button>
      )}
    >
      {known.map(({ quality, sizeBytes, url }) => (
        <MenuItem
          key={quality}
          as="a"
          href={url}
          // A refusal must not take the film's place, nor a file ask whether to leave while something is uploaded.
          target="_blank"
          rel="noreferrer"
          data-quality={quality}
          note={<bdi>{formatBytes(sizeBytes, locale)}</bdi>}
        >
          {quality === 'original' ? t('downloadOriginal') : quality}
        </MenuItem>
      ))}
    </Menu>
  )
}
