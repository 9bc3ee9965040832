'use client'

import {
  StudioAddCaptionDocument,
  type StudioCaptionFragment,
  StudioCaptionsDocument,
  StudioRemoveCaptionDocument,
} from '@marquee/schema/graphql'
import { useCallback, useEffect, useRef, useState } from 'react'
import { request, requestLeaving } from '../../../graphql/request.ts'
import { createDeletionHold, type DeletionHold } from '../deletion/create-deletion-hold.ts'
import type { FieldError } from '../save-video.ts'
import { readCaptionFile } from './read-caption-file.ts'

/** Why a file was not taken, and at which of its lines. */
export type CaptionTrouble = Pick<FieldError, 'code' | 'message'> & { line: number | null }

export type CaptionsEditing = {
  /** Null while they are asked for. */
  captions: readonly StudioCaptionFragment[] | null
  /** What went wrong; null where nothing did. */
  add: (language: string, label: string, file: File) => Promise<CaptionTrouble | null>
  /** Hides at once, removes after a while; what it returns takes it back. */
  remove: (language: string) => () => void
}

/**
 * A video's captions as their creator changes them. `mark` changes when its run has made something new. `onFailed` hears of
 * those that could not be removed.
 */
export function useCaptionsEditing(
  videoId: string,
  mark: string | null,
  onFailed: () => void,
): CaptionsEditing {
  const [captions, setCaptions] = useState<readonly StudioCaptionFragment[] | null>(null)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const hold = useRef<DeletionHold | null>(null)
  const failed = useRef(onFailed)
  failed.current = onFailed

  // biome-ignore lint/correctness/useExhaustiveDependencies: a run that made something may have made captions
  useEffect(() => {
    const leaving = new AbortController()
    void request(StudioCaptionsDocument, { id: videoId }, leaving.signal).then((answer) => {
      if (answer.ok && answer.data.video) setCaptions(answer.data.video.captions)
    })
    return () => leaving.abort()
  }, [videoId, mark])

  useEffect(() => {
    const made = createDeletionHold(
      async (languages, leaving) => {
        const results = await Promise.all(
          languages.map(async (language) =>
            (await removeOne(videoId, language, leaving)) ? null : language,
          ),
        )
        return results.filter((language) => language !== null)
      },
      {
        deleted: (languages) =>
          setCaptions((known) => known?.filter(({ language }) => !languages.includes(language)) ?? null),
        failed: () => failed.current(),
      },
    )
    const follow = made.subscribe(() => setHidden(made.hidden()))
    const leave = () => made.flush(true)
    addEventListener('pagehide', leave)
    hold.current = made
    return () => {
      removeEventListener('pagehide', leave)
      follow()
      made.flush(true)
    }
  }, [videoId])

  const add = useCallback(
    async (language: string, label: string, file: File): Promise<CaptionTrouble | null> => {
      const read = await readCaptionFile(file)
      if (!read.ok) return { code: read.code, message: '', line: null }
      // A removal that waits would take what comes in its place.
      hold.current?.flush(false)
      const input = { videoId, language, label, content: read.text }
      const answer = await request(StudioAddCaptionDocument, { input })
      if (!answer.ok) return { code: answer.code, message: '', line: null }
      const { video, line, userErrors } = answer.data.addCaption
      const [error] = userErrors
      if (error) return { ...error, line: line ?? null }
      if (video) setCaptions(video.captions)
      return null
    },
    [videoId],
  )
  const remove = useCallback((language: string) => {
    const takeBack = hold.current?.hold([language])
    return () => void takeBack?.()
  }, [])
  return { captions: captions?.filter(({ language }) => !hidden.has(language)) ?? null, add, remove }
}

async function removeOne(videoId: string, language: string, leaving: boolean): Promise<boolean> {
  const ask = leaving ? requestLeaving : request
  const answer = await ask(StudioRemoveCaptionDocument, { input: { videoId, language } })
  return answer.ok && answer.data.removeCaption.userErrors.length === 0
}
