'use client'

import { Button, formatBytes, formatPercent, Notice } from '@marquee/ui'
import { Play, Upload } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { PickButton } from '../drop/pick-button.tsx'
import { useQueueState } from '../upload-queue-provider.tsx'
import { findUnfinished, type Unfinished } from './find-unfinished.ts'
import { reopenFile } from './reopen-file.ts'
import styles from './unfinished-uploads.module.css'

type UnfinishedProps = {
  /** Puts the file back on its way. */
  onResume: (file: File, uploadId: string) => void
  /** Gives an upload up, with its video. */
  onDiscard: (videoId: string) => void
  /** Videos that are about to be deleted. */
  hidden: ReadonlySet<string>
}

/** Uploads that a closed tab, a crash or another machine left behind: they go on by themselves, or their files are asked for. */
export function UnfinishedUploads({ onResume, onDiscard, hidden }: UnfinishedProps) {
  const t = useTranslations('uploads.unfinished')
  const shown = useUnfinished(onResume).filter(({ videoId }) => !hidden.has(videoId))
  if (shown.length === 0) return null
  return (
    <Notice title={t('title', { count: shown.length })}>
      <ul className={styles.list}>
        {shown.map((upload) => (
          <Row
            key={upload.id}
            upload={upload}
            onResume={onResume}
            onDiscard={() => onDiscard(upload.videoId)}
          />
        ))}
      </ul>
    </Notice>
  )
}

type RowProps = Pick<UnfinishedProps, 'onResume'> & { upload: Unfinished; onDiscard: () => void }

function Row({ upload, onResume, onDiscard }: RowProps) {
  const t = useTranslations('uploads.unfinished')
  const locale = useLocale()
  const [lost, setLost] = useState(false)
  const { id, fileName, size, sentBytes, handle } = upload
  const facts = {
    name: fileName,
    size: formatBytes(size, locale),
    share: formatPercent(sentBytes / size, locale),
  }
  const goOn = async (kept: FileSystemFileHandle) => {
    const file = await reopenFile(kept, { ask: true })
    if (file) onResume(file, id)
    else setLost(true)
  }
  return (
    <li className={styles.row}>
      <span>{t(handle && !lost ? 'remembered' : 'asked', facts)}</span>
      <span className={styles.actions}>
        {handle && !lost ? (
          <Button
            size="small"
            tone="bulb"
            icon={<Play size={16} aria-hidden="true" />}
            onClick={() => void goOn(handle)}
          >
            {t('goOn')}
          </Button>
        ) : (
          <PickButton
            single
            size="small"
            tone="bulb"
            icon={<Upload size={16} aria-hidden="true" />}
            onFiles={([file]) => file && onResume(file, id)}
          >
            {t('choose')}
          </PickButton>
        )}
        <Button size="small" tone="quiet" onClick={onDiscard}>
          {t('discard')}
        </Button>
      </span>
    </li>
  )
}

/** What is left behind and not in this page's queue; what the browser opens without asking goes on at once. */
function useUnfinished(onResume: UnfinishedProps['onResume']): readonly Unfinished[] {
  const latest = useRef(onResume)
  latest.current = onResume
  const { items } = useQueueState()
  const [found, setFound] = useState<readonly Unfinished[]>([])
  useEffect(() => {
    let left = false
    void findUnfinished().then(async (uploads) => {
      if (left) return
      setFound(uploads)
      for (const { id, handle } of uploads) {
        const file = handle && (await reopenFile(handle, { ask: false }))
        if (file && !left) latest.current(file, id)
      }
    })
    return () => {
      left = true
    }
  }, [])
  // One that was chosen wrongly stops at once, and is asked for again.
  const queued = new Set(items.filter(({ state }) => state !== 'failed').map(({ uploadId }) => uploadId))
  return found.filter(({ id }) => !queued.has(id))
}
