'use client'

import { useEffect, useRef, useState } from 'react'
import { type FieldError, saveVideo } from '../save-video.ts'
import { changesOf, checkDetails, type Details, detailsOf, followVideo } from './details.ts'

export type DetailsEditing = {
  edited: Details
  /** What the page shows of the video: at once what is being saved, and back if it is refused. */
  shown: Details
  dirty: boolean
  saving: boolean
  errors: readonly FieldError[]
  edit: (change: Partial<Details>) => void
  /** Resolves to whether it is saved. */
  save: () => Promise<boolean>
  revert: () => void
}

export function useDetailsEditing(videoId: string, came: Details): DetailsEditing {
  const [saved, setSaved] = useState(() => detailsOf(came))
  const [edited, setEdited] = useState(saved)
  const [pending, setPending] = useState<Details | null>(null)
  const [errors, setErrors] = useState<readonly FieldError[]>([])

  const latest = useRef(saved)
  latest.current = saved
  const { title, description, visibility } = came
  useEffect(() => {
    const next = { title, description, visibility }
    setEdited((current) => followVideo(latest.current, current, next))
    setSaved(next)
  }, [title, description, visibility])

  const changes = changesOf(saved, edited)
  const save = async (): Promise<boolean> => {
    if (!changes || pending) return !changes
    const refusals = checkDetails(edited).map((found) => ({ ...found, message: '' }))
    setErrors(refusals)
    if (refusals.length > 0) return false
    const next = { ...edited, title: edited.title.trim() }
    setPending(next)
    const result = await saveVideo({ videoId, ...changes })
    setPending(null)
    if (!result.ok) {
      setErrors(result.errors)
      return false
    }
    const kept = detailsOf(result.value)
    // What was typed while it was being saved stays typed.
    setEdited((current) => followVideo(edited, current, kept))
    setSaved(kept)
    return true
  }
  return {
    edited,
    shown: pending ?? saved,
    dirty: changes !== null,
    saving: pending !== null,
    errors,
    edit: (change) => {
      setEdited((current) => ({ ...current, ...change }))
      setErrors((current) => current.filter((error) => !error.field || !(lastOf(error.field) in change)))
    },
    save,
    revert: () => {
      setEdited(saved)
      setErrors([])
    },
  }
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}
