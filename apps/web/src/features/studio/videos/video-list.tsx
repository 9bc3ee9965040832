'use client'

import { Button, Readerboard, useNearView } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import { type ReactNode, useCallback, useMemo, useRef } from 'react'
import { useNow } from '../../../shell/use-now.ts'
import { useDeletions } from '../deletion/deletion-provider.tsx'
import type { UploadActivity } from '../upload-activity.ts'
import { ChosenBar } from './chosen-bar.tsx'
import { focusRow, rowAfter } from './focus-row.ts'
import { ListHead } from './list-head.tsx'
import { idsBetween, type VideoPage } from './list-state.ts'
import { ROLES } from './table-roles.ts'
import { useNewRows } from './use-new-rows.ts'
import { useVideoList } from './use-video-list.ts'
import styles from './video-list.module.css'
import { VideoRow } from './video-row.tsx'

export type VideoListProps = {
  first: VideoPage
  activities: readonly UploadActivity[]
  /** The instant the page was made, so that server and browser say the same age. */
  now: string
  /** The one thing to do where nothing is. */
  uploadButton: ReactNode
}

/** Everything the creator has, newest first: rows on a desk, cards in a hand. */
export function VideoList({ first, activities, now: madeAt, uploadButton }: VideoListProps) {
  const now = useNow(madeAt)
  const t = useTranslations('studio.list')
  const { state, dispatch, loadMore, setVisibility, reload } = useVideoList(first)
  const { hidden, remove } = useDeletions()
  const rows = useMemo(() => state.rows.filter((row) => !hidden.has(row.id)), [state.rows, hidden])
  const chosen = rows.filter((row) => state.chosen.has(row.id)).map((row) => row.id)
  const byVideo = useMemo(() => new Map(activities.map((one) => [one.videoId, one])), [activities])
  useNewRows(activities, state.rows, reload)

  const anchor = useRef<string | null>(null)
  const shown = useRef(rows)
  shown.current = rows
  const choose = useCallback(
    (id: string, on: boolean, range: boolean) => {
      const ids = range ? idsBetween(shown.current, anchor.current, id) : [id]
      anchor.current = id
      dispatch({ type: 'chosen', ids, on })
    },
    [dispatch],
  )
  const removeRows = useCallback(
    (ids: readonly string[]) => {
      const next = rowAfter(shown.current, ids)
      remove(ids)
      focusRow(next)
    },
    [remove],
  )
  const clear = useCallback(() => dispatch({ type: 'nothingChosen' }), [dispatch])
  const near = useNearView<HTMLTableSectionElement>(
    useCallback(() => {
      if (state.more === 'idle') void loadMore()
    }, [state.more, loadMore]),
    '400px',
  )

  if (rows.length === 0 && !state.hasNextPage) return <NoVideos uploadButton={uploadButton} />
  return (
    <>
      <table
        className={styles.table}
        {...ROLES.table}
        aria-label={t('label')}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && chosen.length > 0) clear()
        }}
      >
        <ListHead
          share={chosen.length === 0 ? 'none' : chosen.length === rows.length ? 'all' : 'some'}
          onChooseAll={(on) => dispatch({ type: 'chosen', ids: rows.map((row) => row.id), on })}
        />
        <tbody {...ROLES.group}>
          {rows.map((video) => (
            <VideoRow
              key={video.id}
              video={video}
              activity={byVideo.get(video.id)}
              chosen={state.chosen.has(video.id)}
              now={now}
              onChoose={choose}
              onVisibility={setVisibility}
              onRemove={removeRows}
              onMoved={reload}
            />
          ))}
        </tbody>
        {state.hasNextPage ? (
          <tbody {...ROLES.group} ref={near}>
            <tr {...ROLES.row}>
              <td {...ROLES.cell} colSpan={7} className={styles.more}>
                {state.more === 'failed' ? <p role="alert">{t('moreFailed')}</p> : null}
                <Button
                  size="small"
                  tone="line"
                  busy={state.more === 'loading'}
                  onClick={() => void loadMore()}
                >
                  {state.more === 'failed' ? t('again') : t('more')}
                </Button>
              </td>
            </tr>
          </tbody>
        ) : null}
      </table>
      <ChosenBar
        count={chosen.length}
        onVisibility={(visibility) => void setVisibility(chosen, visibility)}
        onRemove={() => {
          removeRows(chosen)
          clear()
        }}
        onClear={clear}
      />
    </>
  )
}

function NoVideos({ uploadButton }: { uploadButton: ReactNode }) {
  const t = useTranslations('studio.list')
  return (
    <div className={styles.empty}>
      <Readerboard level={2} small={t('emptySmall')} letters={t('emptyLetters')} action={uploadButton}>
        {t('emptyText')}
      </Readerboard>
    </div>
  )
}
