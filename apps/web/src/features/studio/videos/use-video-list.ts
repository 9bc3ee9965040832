'use client'

import { StudioVideosByIdsDocument, StudioVideosDocument, type Visibility } from '@marquee/schema/graphql'
import { useToast } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import { request } from '../../../graphql/request.ts'
import { saveVideo } from '../save-video.ts'
import { openList, reduceList, type StudioVideo, type VideoPage } from './list-state.ts'
import { PAGE_SIZE } from './page-size.ts'

/** Rows whose state moved within this time are asked for together. */
const GATHER_MS = 150

/** The list with all that can be done to it; what the server refuses is put back and told. */
export function useVideoList(first: VideoPage) {
  const t = useTranslations('studio.list')
  const toast = useToast()
  const [state, dispatch] = useReducer(reduceList, first, openList)
  const reload = useReload(useCallback((asked, rows) => dispatch({ type: 'rowsCame', asked, rows }), []))

  const loadMore = useCallback(async () => {
    if (!state.hasNextPage || state.more === 'loading') return
    dispatch({ type: 'moreAsked' })
    const answer = await request(StudioVideosDocument, { first: PAGE_SIZE, after: state.endCursor })
    const videos = answer.ok ? answer.data.viewer?.channel?.videos : null
    if (!videos) return dispatch({ type: 'moreFailed' })
    const { endCursor, hasNextPage } = videos.pageInfo
    dispatch({ type: 'pageCame', page: { nodes: videos.nodes, endCursor, hasNextPage } })
  }, [state.hasNextPage, state.more, state.endCursor])

  const rows = useRef(state.rows)
  rows.current = state.rows
  const setVisibility = useCallback(
    async (ids: readonly string[], visibility: Visibility) => {
      const before = rows.current.filter((row) => ids.includes(row.id) && row.visibility !== visibility)
      dispatch({ type: 'rowsChanged', ids, change: { visibility } })
      const results = await Promise.all(before.map((row) => saveVideo({ videoId: row.id, visibility })))
      const refused = before.filter((_, index) => !results[index]?.ok)
      for (const row of refused) {
        dispatch({ type: 'rowsChanged', ids: [row.id], change: { visibility: row.visibility } })
      }
      if (refused.length > 0) {
        toast({ tone: 'trouble', text: t('visibilityFailed', { count: refused.length }) })
      } else if (before.length > 1) {
        toast({ tone: 'good', text: t('visibilityDone', { count: before.length }) })
      }
    },
    [t, toast],
  )
  return { state, dispatch, loadMore, setVisibility, reload }
}

/** Asks for rows again, all that moved within GATHER_MS at once. */
function useReload(onRows: (asked: readonly string[], rows: readonly StudioVideo[]) => void) {
  const wanted = useRef(new Set<string>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return useCallback(
    (id: string) => {
      wanted.current.add(id)
      clearTimeout(timer.current)
      timer.current = setTimeout(async () => {
        const asked = [...wanted.current]
        wanted.current.clear()
        const answer = await request(StudioVideosByIdsDocument, { ids: asked })
        if (!answer.ok) return
        onRows(asked, answer.data.nodes.filter(isVideo))
      }, GATHER_MS)
    },
    [onRows],
  )
}

/** Nodes of other types come back as empty objects, and what is gone as null. */
function isVideo(node: object | null): node is StudioVideo {
  return node !== null && 'title' in node
}
