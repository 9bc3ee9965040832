'use client'

import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { nextIndex } from '../hooks/move-focus.ts'

export type TabsProps<K extends string> = {
  label: string
  tabs: ReadonlyArray<{ key: K; label: ReactNode }>
  chosen: K
  onChoose: (key: K) => void
  children: ReactNode
}

/** Tabs after the ARIA pattern: arrows move and choose. `children` is the chosen panel. */
export function Tabs<K extends string>({ label, tabs, chosen, onChoose, children }: TabsProps<K>) {
  const id = useId()
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    const current = tabs.findIndex((tab) => tab.key === chosen)
    const index = nextIndex(event.key, current, tabs.length, 'horizontal', rtl)
    const next = index === undefined ? undefined : tabs[index]
    if (!next) return
    event.preventDefault()
    onChoose(next.key)
    document.getElementById(`${id}-${next.key}`)?.focus()
  }
  return (
    <div>
      <div className="mq-tabs-list" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            type="button"
            role="tab"
            className="mq-tab"
            key={tab.key}
            id={`${id}-${tab.key}`}
            aria-selected={tab.key === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={tab.key === chosen ? 0 : -1}
            onClick={() => onChoose(tab.key)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`}>
        {children}
      </div>
    </div>
  )
}
