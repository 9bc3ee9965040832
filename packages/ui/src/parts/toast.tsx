'use client'

import { CircleCheck, TriangleAlert, X } from 'lucide-react'
import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react'
import { Button, IconButton } from './button.tsx'

export type Toast = {
  text: ReactNode
  tone?: 'good' | 'trouble'
  action?: { label: string; run: () => void }
}

/** Long enough to read twelve words twice; a toast with something to do stays. */
const STAYS_MS = 6_000

type Shown = Toast & { key: number }

/** Shows a toast; what it returns takes it away again, once its action has lost its meaning. */
type ShowToast = (toast: Toast) => () => void

const Show = createContext<ShowToast>(() => () => {})

/** Says something short at the foot of the page; never the only place where trouble is told. */
export function useToast(): ShowToast {
  return use(Show)
}

/** Wraps the page; draws the region that screen readers follow politely. */
export function ToastRegion({
  children,
  label,
  closeLabel,
}: {
  children: ReactNode
  label: string
  closeLabel: string
}) {
  const [shown, setShown] = useState<Shown[]>([])
  const count = useRef(0)
  const remove = useCallback((key: number) => setShown((all) => all.filter((toast) => toast.key !== key)), [])
  const show = useCallback(
    (toast: Toast) => {
      count.current += 1
      const key = count.current
      setShown((all) => [...all.slice(-2), { ...toast, key }])
      if (!toast.action) setTimeout(() => remove(key), STAYS_MS)
      return () => remove(key)
    },
    [remove],
  )
  const value = useMemo(() => show, [show])
  return (
    <Show value={value}>
      {children}
      <section className="mq-toasts" aria-label={label} aria-live="polite">
        {shown.map((toast) => (
          <div className="mq-toast" data-tone={toast.tone} key={toast.key}>
            {toast.tone === 'trouble' ? <TriangleAlert size={18} aria-hidden="true" /> : null}
            {toast.tone === 'good' ? <CircleCheck size={18} aria-hidden="true" /> : null}
            <span>{toast.text}</span>
            {toast.action ? (
              <Button
                size="small"
                onClick={() => {
                  toast.action?.run()
                  remove(toast.key)
                }}
              >
                {toast.action.label}
              </Button>
            ) : null}
            <IconButton size="small" label={closeLabel} onClick={() => remove(toast.key)}>
              <X size={16} aria-hidden="true" />
            </IconButton>
          </div>
        ))}
      </section>
    </Show>
  )
}
