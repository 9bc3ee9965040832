'use client'

import { useEffect, useRef, useState } from 'react'
import { carriesFiles, type Dropped, readDropped } from './read-dropped.ts'

/** Takes files dropped anywhere in the window, and pasted outside of fields. True while files are dragged over it. */
export function useFileDrop(onDropped: (dropped: Dropped) => void): boolean {
  const [over, setOver] = useState(false)
  const latest = useRef(onDropped)
  latest.current = onDropped

  useEffect(() => {
    // Enter and leave fire for every element on the way: the drag is out when as many left as were entered.
    let depth = 0
    const show = (next: number) => {
      depth = Math.max(0, next)
      setOver(depth > 0)
    }
    const entered = (event: DragEvent) => {
      if (carriesFiles(event.dataTransfer)) show(depth + 1)
    }
    const left = (event: DragEvent) => {
      if (carriesFiles(event.dataTransfer)) show(depth - 1)
    }
    const moved = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    }
    const dropped = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return
      event.preventDefault()
      show(0)
      latest.current(readDropped(event.dataTransfer))
    }
    const pasted = (event: ClipboardEvent) => {
      if (!carriesFiles(event.clipboardData) || isField(event.target)) return
      event.preventDefault()
      latest.current(readDropped(event.clipboardData))
    }
    const events = new AbortController()
    const { signal } = events
    addEventListener('dragenter', entered, { signal })
    addEventListener('dragleave', left, { signal })
    addEventListener('dragover', moved, { signal })
    addEventListener('drop', dropped, { signal })
    addEventListener('paste', pasted, { signal })
    return () => events.abort()
  }, [])
  return over
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, [contenteditable="true"]') !== null
}
