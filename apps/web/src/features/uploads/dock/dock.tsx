'use client'

import { formatPercent, IconButton, Progress } from '@marquee/ui'
import { ChevronDown, X } from '@marquee/ui/icons'
import { usePathname } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useCallback, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react'
import { useTimeLeft } from '../../../progress/use-time-left.ts'
import type { UploadQueue } from '../queue/create-upload-queue.ts'
import { isUnfinished, summarize, type UploadItem } from '../queue/queue-state.ts'
import { studioPath } from '../studio-path.ts'
import { announcementsBetween } from './announcements.ts'
import styles from './dock.module.css'
import { DockRow } from './dock-row.tsx'
import { useFoot } from './use-foot.ts'

/** What is on its way, file by file. A region of the page, not a dialog: nothing else waits for it. */
export function Dock({ queue }: { queue: UploadQueue }) {
  const t = useTranslations('uploads')
  const state = useSyncExternalStore(queue.subscribe, queue.snapshot, queue.snapshot)
  const [open, setOpen] = useState(true)
  const [said, say] = useState('')
  const list = useRef<HTMLUListElement>(null)
  const id = useId()
  useAnnouncements(queue, say)

  const count = state.items.length
  const { stopped } = summarize(state)
  // A file dropped while the panel is folded opens it again, and so does one that stops.
  useEffect(() => {
    if (count > 0 || stopped > 0) setOpen(true)
  }, [count, stopped])
  const path = usePathname()
  useEffect(() => {
    if (standsInTheWay(path, queue.snapshot().items)) setOpen(false)
  }, [path, queue])

  const panel = useFoot()
  const refocus = useCallback(() => {
    requestAnimationFrame(() => {
      const next = list.current?.querySelector<HTMLElement>('button, a')
      ;(next ?? document.getElementById('content'))?.focus()
    })
  }, [])
  const settled = state.items.every((item) => !isUnfinished(item))
  const close = () => {
    for (const item of state.items) queue.dismiss(item.key)
    document.getElementById('content')?.focus()
  }

  return (
    <>
      <p className="mq-hidden" role="status">
        {said}
      </p>
      {count > 0 ? (
        <section
          ref={panel}
          className={styles.dock}
          aria-labelledby={`${id}-title`}
          data-open={open ? '' : undefined}
        >
          <header className={styles.head}>
            <h2 id={`${id}-title`} className={styles.title}>
              <DockTitle state={state} />
            </h2>
            <IconButton
              size="small"
              label={open ? t('fold') : t('unfold')}
              aria-expanded={open}
              aria-controls={`${id}-list`}
              onClick={() => setOpen(!open)}
            >
              <ChevronDown size={18} aria-hidden="true" className={styles.chevron} />
            </IconButton>
            {settled ? (
              <IconButton size="small" label={t('close')} onClick={close}>
                <X size={18} aria-hidden="true" />
              </IconButton>
            ) : null}
          </header>
          {settled ? null : <OverallBar state={state} />}
          <ul id={`${id}-list`} ref={list} className={styles.list} hidden={!open}>
            {state.items.map((item) => (
              <DockRow key={item.key} item={item} queue={queue} say={say} onGone={refocus} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}

/** Where a video plays, and where the same upload is shown at length, the panel folds by itself. */
function standsInTheWay(path: string, items: readonly UploadItem[]): boolean {
  return path.startsWith('/watch/') || items.some(({ videoId }) => videoId && path === studioPath(videoId))
}

type StateProp = { state: ReturnType<UploadQueue['snapshot']> }

function DockTitle({ state }: StateProp) {
  const t = useTranslations('uploads')
  const { unfinished, stopped, done, remainingMs } = summarize(state)
  const left = useTimeLeft(remainingMs)
  if (unfinished > 0) {
    return (
      <>
        {t('uploadingCount', { count: unfinished })}
        {left ? <span className={styles.left}>{left}</span> : null}
      </>
    )
  }
  if (done === 0) return t('stoppedCount', { count: stopped })
  return t('doneCount', { count: done })
}

function OverallBar({ state }: StateProp) {
  const t = useTranslations('uploads')
  const locale = useLocale()
  const { fraction } = summarize(state)
  return (
    <Progress
      className={styles.overall}
      label={t('overall')}
      fraction={fraction}
      text={formatPercent(fraction, locale)}
    />
  )
}

/** Tells screen readers of what matters, as it happens, in one polite line. */
function useAnnouncements(queue: UploadQueue, say: (text: string) => void): void {
  const t = useTranslations('uploads')
  const before = useRef(queue.snapshot())
  useEffect(() => {
    const follow = () => {
      const now = queue.snapshot()
      const news = announcementsBetween(before.current, now)
      before.current = now
      const last = news.at(-1)
      if (last) say(t(`announce.${last.what}`, { name: last.fileName }))
    }
    // The first files were added before this panel was there.
    before.current = { items: [] }
    follow()
    return queue.subscribe(follow)
  }, [queue, say, t])
}
