'use client'

import { Button, type ButtonProps } from '@marquee/ui'
import { Upload } from '@marquee/ui/icons'
import { type ReactNode, useRef } from 'react'
import { PICTURE_TYPES } from './send-picture.ts'

type PickPictureProps = Pick<ButtonProps, 'tone' | 'size'> & {
  onPicture: (picture: File) => void
  children: ReactNode
}

/** A button that opens the system's file dialogue for one picture. */
export function PickPicture({ onPicture, children, ...look }: PickPictureProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button {...look} icon={<Upload size={16} aria-hidden="true" />} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept={PICTURE_TYPES.join()}
        hidden
        onChange={(event) => {
          const [picture] = event.currentTarget.files ?? []
          // The same picture may be chosen again.
          event.currentTarget.value = ''
          if (picture) onPicture(picture)
        }}
      />
    </>
  )
}
