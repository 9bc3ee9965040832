'use client'

import { Button, type ButtonProps } from '@marquee/ui'
import { type ReactNode, useRef } from 'react'

type PickProps = Pick<ButtonProps, 'tone' | 'size' | 'icon' | 'wide'> & {
  onFiles: (files: File[]) => void
  /** One file alone, as for an upload that goes on. */
  single?: boolean
  children: ReactNode
}

/** A button that opens the system's file picker. Its filter is a convenience: the server decides what a video is. */
export function PickButton({ onFiles, single, children, ...look }: PickProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button {...look} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept="video/*,.mkv,.mov,.mp4,.webm,.avi,.ts,.m2ts,.mpg,.mpeg,.flv,.ogv,.mxf,.wmv"
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
