'use client'

import type { WebVideoCardFragment } from '@marquee/schema/graphql'
import { Button, classes, useNearView, VideoCard, VideoCardSkeleton } from '@marquee/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useCallback, useRef, useState } from 'react'
import { request } from '../../graphql/request.ts'
import { watchPath } from '../paths.ts'
import { QuietLink } from '../quiet-link.tsx'
import { CardMeta, CardState } from './card-meta.tsx'
import { type ListOf, loadPage, type VideoPage } from './load-page.ts'
import styles from './video-list.module.css'

/** Pictures of the first row and the large one are fetched at once. */
const EAGER = 5

export type VideoGridProps = {
  of: ListOf
  first: VideoPage
  /** When the server drew it, so that both sides say the same «3 days ago». */
  now: string
  /** Whether the first card is the large one. */
  lead?: boolean
  /** Where «show more» leads without script; the cursor is appended. */
  moreHref: string
}

/** The grid of a list. It goes on by itself near its end; without script, by a link. */
export function VideoGrid({ of, first, now, lead = false, moreHref }: VideoGridProps) {
  const { videos, next, state, more } = usePages(of, first)
  const sentinel = useNearView<HTMLDivElement>(more)
  const own = of.kind === 'channel'
  return (
    <div className={styles.frame}>
      <ul className={classes('mq-list', styles.grid)} aria-busy={state === 'loading'}>
        {videos.map((video, index) => (
          <li key={video.id} className={lead && index === 0 ? styles.lead : styles.item}>
            <GridCard video={video} now={now} own={own} lead={lead && index === 0} eager={index < EAGER} />
          </li>
        ))}
        {state === 'loading' ? [1, 2, 3, 4, 5].map((key) => <VideoCardSkeletonItem key={key} />) : null}
      </ul>
      {next ? (
        <ListFoot
          state={state}
          href={`${moreHref}?after=${encodeURIComponent(next)}`}
          onMore={more}
          at={sentinel}
        />
      ) : null}
    </div>
  )
}

function VideoCardSkeletonItem() {
  return (
    <li>
      <VideoCardSkeleton />
    </li>
  )
}

type State = 'idle' | 'loading' | 'failed'

function usePages(of: ListOf, first: VideoPage) {
  const [pages, setPages] = useState([first])
  const [state, setState] = useState<State>('idle')
  const running = useRef(false)
  const next = pages.at(-1)?.next ?? null
  const more = useCallback(async () => {
    if (running.current || !next) return
    running.current = true
    setState('loading')
    const answer = await loadPage(request, of, next)
    running.current = false
    const page = answer.ok ? answer.data : null
    if (page) setPages((all) => [...all, page])
    setState(page ? 'idle' : 'failed')
  }, [of, next])
  return { videos: withoutRepeats(pages), next, state, more }
}

/** A list that grew at its head while it was read may repeat a video at a seam. */
function withoutRepeats(pages: VideoPage[]): WebVideoCardFragment[] {
  const seen = new Map<string, WebVideoCardFragment>()
  for (const video of pages.flatMap((page) => page.videos)) if (!seen.has(video.id)) seen.set(video.id, video)
  return [...seen.values()]
}

type CardProps = { video: WebVideoCardFragment; now: string; own: boolean; lead: boolean; eager: boolean }

function GridCard({ video, now, own, lead, eager }: CardProps) {
  const locale = useLocale()
  return (
    <VideoCard
      title={video.title}
      href={watchPath(video.id)}
      thumbnail={video.thumbnail}
      durationMs={video.durationMs}
      locale={locale}
      shape={lead ? 'lead' : 'card'}
      text={video.description.split('\n', 1)[0]}
      eager={eager}
      linkAs={QuietLink}
      overlay={<CardState video={video} />}
      meta={<CardMeta video={video} now={now} own={own} />}
    />
  )
}

type FootProps = {
  state: State
  href: string
  onMore: () => void
  at: React.RefObject<HTMLDivElement | null>
}

function ListFoot({ state, href, onMore, at }: FootProps) {
  const t = useTranslations('videos')
  return (
    <div className={styles.foot} ref={state === 'failed' ? undefined : at}>
      {state === 'failed' ? <p role="alert">{t('moreFailed')}</p> : null}
      <Button
        as="a"
        href={href}
        tone="line"
        busy={state === 'loading'}
        onClick={(event) => {
          event.preventDefault()
          onMore()
        }}
      >
        {state === 'failed' ? t('again') : t('more')}
      </Button>
    </div>
  )
}
