'use client'

import { Button, type ButtonProps } from '@marquee/ui'
import { type ReactNode, useRef } from 'react'
import { canPickHandles, OFFERED_FILES, pickFiles } from './pick-files.ts'

type PickProps = Pick<ButtonProps, 'tone' | 'size' | 'icon' | 'wide'> & {
  onFiles: (files: File[]) => void
  /** One file alone, as for an upload that goes on. */
  single?: boolean
  children: ReactNode
}

/** A button that opens the system's file dialogue. */
export function PickButton({ onFiles, single = false, children, ...look }: PickProps) {
  const input = useRef<HTMLInputElement>(null)
  const pick = async () => {
    if (!canPickHandles()) return input.current?.click()
    const files = await pickFiles({ single })
    if (files.length > 0) onFiles(files)
  }
  return (
    <>
      <Button {...look} onClick={() => void pick()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept={OFFERED_FILES}
        multiple={!single}
        hidden
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          // The same file may be chosen again.
          event.currentTarget.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
    </>
  )
}
