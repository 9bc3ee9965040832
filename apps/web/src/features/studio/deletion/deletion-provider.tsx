'use client'

import { useToast } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { focusRow } from '../videos/focus-row.ts'
import { HOLD_MS } from './create-deletion-hold.ts'
import { sharedHold, tellDeletions } from './shared-hold.ts'

type Deletions = { hidden: ReadonlySet<string>; remove: (ids: readonly string[]) => void }

const Context = createContext<Deletions>({ hidden: new Set(), remove: () => {} })

/** What is hidden because it was deleted, and how to delete more. */
export function useDeletions(): Deletions {
  return use(Context)
}

type ProviderProps = {
  children: ReactNode
  /** Hears which videos are gone for good. */
  onDeleted: (ids: readonly string[]) => void
}

/** Holds deletions back above the studio's pages, with «Undo» in a toast and on Ctrl+Z (⌘Z). */
export function DeletionProvider({ children, onDeleted }: ProviderProps) {
  const t = useTranslations('studio.deletion')
  const toast = useToast()
  const words = useRef({ t, toast })
  words.current = { t, toast }
  const [hold] = useState(sharedHold)
  useEffect(() => {
    tellDeletions({
      deleted: onDeleted,
      failed: (ids) => toast({ tone: 'trouble', text: t('failed', { count: ids.length }) }),
    })
  }, [onDeleted, t, toast])
  const undoLast = useRef<(() => void) | null>(null)
  const hidden = useSyncExternalStore(hold.subscribe, hold.hidden, hold.hidden)

  const remove = useCallback(
    (ids: readonly string[]) => {
      const takeBack = hold.hold(ids)
      const undo = () => {
        takeBack()
        dismiss()
        focusRow(ids[0])
        undoLast.current = null
      }
      const dismiss = words.current.toast({
        text: words.current.t('done', { count: ids.length }),
        action: { label: words.current.t('undo'), run: undo },
      })
      undoLast.current = undo
      setTimeout(() => {
        dismiss()
        if (undoLast.current === undo) undoLast.current = null
      }, HOLD_MS)
    },
    [hold],
  )

  useEffect(() => {
    const typed = (event: KeyboardEvent) => {
      const wanted = event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey
      if (!wanted || isField(event.target) || !undoLast.current) return
      event.preventDefault()
      undoLast.current()
    }
    addEventListener('keydown', typed)
    return () => removeEventListener('keydown', typed)
  }, [])

  const deletions = useMemo(() => ({ hidden, remove }), [hidden, remove])
  return <Context value={deletions}>{children}</Context>
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input:not([type="checkbox"]), textarea') !== null
}
