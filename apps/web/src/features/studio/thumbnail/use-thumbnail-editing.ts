'use client'

import {
  type SetThumbnailInput,
  StudioRemoveThumbnailDocument,
  StudioSetThumbnailDocument,
  type StudioThumbnailFragment,
  type StudioVideoPageFragment,
} from '@marquee/schema/graphql'
import { useEffect, useState } from 'react'
import { request } from '../../../graphql/request.ts'
import { judgePicture, sendPicture } from '../pictures/send-picture.ts'
import { type FieldError, refused, type Saved, settle } from '../save-video.ts'

/** The place in the choice of a picture that was picked here, and is not sent yet. */
export const PICKED = 'picked'

export type ThumbnailEditing = {
  offered: readonly StudioThumbnailFragment[]
  /** An address of the picture that was picked here. */
  picked: string | null
  /** Id of one that is offered, or PICKED. */
  chosen: string | null
  dirty: boolean
  saving: boolean
  error: FieldError | null
  choose: (id: string) => void
  pick: (picture: File) => void
  /** Takes away what was picked here, or what was uploaded before. */
  remove: () => Promise<void>
  /** Resolves to whether it is saved. */
  save: () => Promise<boolean>
  revert: () => void
}

/** The choice of a picture: kept here until it is saved, as titles are. */
export function useThumbnailEditing(
  { id: videoId, thumbnailCandidates: offered }: StudioVideoPageFragment,
  onSaved: (video: StudioVideoPageFragment) => void,
): ThumbnailEditing {
  const [wish, setWish] = useState<string | null>(null)
  const [picked, setPicked] = useState<{ picture: File; url: string } | null>(null)
  const [saving, setSaving] = useState(false)
  const [error, setError] = useState<FieldError | null>(null)
  useEffect(() => {
    return () => {
      if (picked) URL.revokeObjectURL(picked.url)
    }
  }, [picked])

  const shown = offered.find(({ isShown }) => isShown)?.id ?? null
  // What was wished for may have gone with the run that found it.
  const isThere = wish === PICKED ? picked !== null : offered.some(({ id }) => id === wish)
  const chosen = isThere ? wish : shown
  const dirty = chosen !== shown

  const settleOn = async (change: () => Promise<Saved<StudioVideoPageFragment>>): Promise<boolean> => {
    setSaving(true)
    const saved = await change()
    setSaving(false)
    if (!saved.ok) {
      setError(saved.errors[0] ?? null)
      return false
    }
    setError(null)
    setPicked(null)
    setWish(null)
    onSaved(saved.value)
    return true
  }
  return {
    offered,
    picked: picked?.url ?? null,
    chosen,
    dirty,
    saving,
    error,
    choose: (id) => {
      setWish(id)
      setError(null)
    },
    pick: (picture) => {
      const code = judgePicture(picture)
      setError(code ? { field: 'thumbnail', code, message: '' } : null)
      if (code) return
      setPicked({ picture, url: URL.createObjectURL(picture) })
      setWish(PICKED)
    },
    remove: async () => {
      if (picked) return setPicked(null)
      await settleOn(() => removeThumbnail(videoId))
    },
    save: async () => {
      if (!dirty || saving) return !dirty
      const { picture } = picked ?? {}
      return settleOn(() =>
        chosen === PICKED && picture
          ? setUploaded(videoId, picture)
          : setThumbnail({ videoId, thumbnailId: chosen }),
      )
    },
    revert: () => {
      setWish(null)
      setPicked(null)
      setError(null)
    },
  }
}

async function setUploaded(videoId: string, picture: File): Promise<Saved<StudioVideoPageFragment>> {
  const sent = await sendPicture(picture)
  return sent.ok ? setThumbnail({ videoId, uploadId: sent.value }) : sent
}

async function setThumbnail(input: SetThumbnailInput): Promise<Saved<StudioVideoPageFragment>> {
  const answer = await request(StudioSetThumbnailDocument, { input })
  if (!answer.ok) return refused(answer.code)
  const { video, userErrors } = answer.data.setThumbnail
  return settle(video, userErrors)
}

async function removeThumbnail(videoId: string): Promise<Saved<StudioVideoPageFragment>> {
  const answer = await request(StudioRemoveThumbnailDocument, { input: { videoId } })
  if (!answer.ok) return refused(answer.code)
  const { video, userErrors } = answer.data.removeThumbnail
  return settle(video, userErrors)
}
