'use client'

import { useEffect, useRef } from 'react'
import type { UploadActivity } from '../upload-activity.ts'

/** A video that this page has begun to upload takes its place in the list; a discarded one leaves it. */
export function useNewRows(
  activities: readonly UploadActivity[],
  rows: ReadonlyArray<{ id: string }>,
  reload: (id: string) => void,
): void {
  const asked = useRef(new Set<string>())
  useEffect(() => {
    const now = new Set(activities.map((one) => one.videoId).filter((id) => id !== null))
    const known = new Set(rows.map((row) => row.id))
    for (const id of now) {
      if (known.has(id) || asked.current.has(id)) continue
      asked.current.add(id)
      reload(id)
    }
    for (const id of asked.current) {
      if (now.has(id)) continue
      asked.current.delete(id)
      reload(id)
    }
  }, [activities, rows, reload])
}
