'use client'

import {
  type ComponentProps,
  createContext,
  type ElementType,
  type KeyboardEvent,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { nextIndex } from '../hooks/move-focus.ts'
import { useDismiss } from '../hooks/use-dismiss.ts'
import { classes } from './class-names.ts'

type TriggerWiring = {
  id: string
  'aria-haspopup': 'menu'
  'aria-expanded': boolean
  'aria-controls': string | undefined
  onClick: () => void
  onKeyDown: (event: KeyboardEvent) => void
}

export type MenuProps = {
  /** Draws the button; spread `wiring` on it. */
  trigger: (wiring: TriggerWiring) => ReactNode
  children: ReactNode
  /** What stands above the items and is not one of them. */
  head?: ReactNode
  align?: 'start' | 'end'
  side?: 'top' | 'bottom'
  className?: string
  onOpenChange?: (open: boolean) => void
}

const Close = createContext<() => void>(() => {})

/** A menu button after the ARIA pattern: arrows, Home, End and first letters move; Escape and Tab close. */
export function Menu(props: MenuProps) {
  const { trigger, children, head, align = 'end', side = 'bottom', className, onOpenChange } = props
  const [open, setOpenState] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()

  const setOpen = useCallback(
    (next: boolean) => {
      setOpenState(next)
      onOpenChange?.(next)
    },
    [onOpenChange],
  )
  const close = useCallback(() => {
    setOpen(false)
    document.getElementById(`${id}-button`)?.focus()
  }, [id, setOpen])
  const dismiss = useCallback(
    (by: 'outside' | 'escape') => (by === 'escape' ? close() : setOpen(false)),
    [close, setOpen],
  )
  useDismiss(root, open, dismiss)

  useLayoutEffect(() => {
    if (open && root.current && panel.current)
      panel.current.dataset.side = roomierSide(side, root.current, panel.current)
  }, [open, side])

  useEffect(() => {
    if (!open || !list.current) return
    const items = itemsOf(list.current)
    const chosen = items.find((item) => item.getAttribute('aria-checked') === 'true')
    ;(chosen ?? items[0])?.focus()
  }, [open])

  const wiring: TriggerWiring = {
    id: `${id}-button`,
    'aria-haspopup': 'menu',
    'aria-expanded': open,
    'aria-controls': open ? `${id}-list` : undefined,
    onClick: () => setOpen(!open),
    onKeyDown: (event) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      event.preventDefault()
      setOpen(true)
    },
  }

  return (
    <div className={classes('mq-menu', className)} ref={root}>
      {trigger(wiring)}
      {open ? (
        <Close value={close}>
          <div className="mq-menu-list" ref={panel} data-align={align} data-side={side}>
            {head}
            <div
              ref={list}
              id={`${id}-list`}
              role="menu"
              tabIndex={-1}
              aria-labelledby={`${id}-button`}
              onKeyDown={(event) => moveInMenu(event, () => setOpen(false))}
            >
              {children}
            </div>
          </div>
        </Close>
      ) : null}
    </div>
  )
}

/** Between button and panel (overlay.css), and the same between panel and window, pixels. */
const GAPS = 2 * 6

/** The wanted side, unless the panel would leave the window there and fits on the other. */
function roomierSide(wanted: 'top' | 'bottom', button: HTMLElement, panel: HTMLElement): 'top' | 'bottom' {
  const { top, bottom } = button.getBoundingClientRect()
  const rooms = { top, bottom: window.innerHeight - bottom }
  const other = wanted === 'top' ? 'bottom' : 'top'
  const needed = panel.offsetHeight + GAPS
  return rooms[wanted] < needed && rooms[other] >= needed ? other : wanted
}

function itemsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])')]
}

function moveInMenu(event: KeyboardEvent<HTMLElement>, leave: () => void): void {
  if (event.key === 'Tab') {
    leave()
    return
  }
  const items = itemsOf(event.currentTarget)
  const current = items.findIndex((item) => item.matches(':focus'))
  const index = nextIndex(event.key, current, items.length, 'vertical') ?? byLetter(event.key, items, current)
  if (index === undefined) return
  event.preventDefault()
  event.stopPropagation()
  items[index]?.focus()
}

function byLetter(key: string, items: HTMLElement[], current: number): number | undefined {
  if (key.length !== 1 || key === ' ') return undefined
  const order = items.map((_, offset) => (current + 1 + offset) % items.length)
  return order.find((index) => items[index]?.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()))
}

type ItemOwn = {
  icon?: ReactNode
  note?: ReactNode
  checked?: boolean
  onSelect?: () => void
  keepOpen?: boolean
}

/** One line of a menu; with `checked` one choice of several; with `as` and `href` a link. */
export function MenuItem<E extends ElementType = 'button'>(
  props: ItemOwn & { as?: E } & Omit<ComponentProps<E>, keyof ItemOwn | 'as'>,
) {
  const { as, icon, note, checked, onSelect, keepOpen, children, ...rest } = props
  const close = use(Close)
  const Part: ElementType = as ?? 'button'
  return (
    <Part
      {...(Part === 'button' ? { type: 'button' } : {})}
      {...rest}
      className="mq-menu-item"
      role={checked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={checked}
      tabIndex={-1}
      onClick={() => {
        if (!keepOpen) close()
        onSelect?.()
      }}
    >
      {icon}
      <span>{children}</span>
      {note ? <span className="mq-menu-note">{note}</span> : null}
    </Part>
  )
}

/** A line between groups of items. */
export function MenuLine() {
  return <hr className="mq-menu-line" />
}
