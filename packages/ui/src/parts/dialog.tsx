'use client'

import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { IconButton } from './button.tsx'

export type DialogProps = {
  open: boolean
  onClose: () => void
  title: ReactNode
  closeLabel: string
  children: ReactNode
  foot?: ReactNode
  size?: 'medium' | 'large'
}

/** A modal on the platform's <dialog>: focus is kept inside and returns to where it was. */
export function Dialog({ open, onClose, title, closeLabel, children, foot, size = 'medium' }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    if (open && !dialog.open) dialog.showModal()
    if (!open && dialog.open) dialog.close()
  }, [open])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it natively; the press is on its backdrop
    <dialog
      ref={ref}
      className="mq-dialog"
      data-size={size}
      aria-labelledby={`${id}-title`}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      {open ? (
        <>
          <header className="mq-dialog-head">
            <h2 id={`${id}-title`}>{title}</h2>
            <IconButton label={closeLabel} onClick={onClose}>
              <X size={20} aria-hidden="true" />
            </IconButton>
          </header>
          <div className="mq-dialog-body">{children}</div>
          {foot ? <footer className="mq-dialog-foot">{foot}</footer> : null}
        </>
      ) : null}
    </dialog>
  )
}
