import type { ComponentProps, ElementType, ReactNode } from 'react'
import { classes } from './class-names.ts'

export type ButtonTone = 'plain' | 'bulb' | 'quiet' | 'line' | 'danger'
export type ButtonSize = 'small' | 'medium' | 'large'

type Look = { tone?: ButtonTone; size?: ButtonSize; busy?: boolean; wide?: boolean; icon?: ReactNode }

export type ButtonProps<E extends ElementType = 'button'> = Look & { as?: E } & Omit<
    ComponentProps<E>,
    keyof Look | 'as'
  >

/**
 * A button, or with `as` a link that looks like one. `bulb` is for the one thing to do on a page.
 * A busy button keeps its focus and ignores presses.
 */
export function Button<E extends ElementType = 'button'>(props: ButtonProps<E>) {
  const { as, tone = 'plain', size = 'medium', busy, wide, icon, className, children, ...rest } = props
  const Part: ElementType = as ?? 'button'
  const native = Part === 'button' ? { type: 'button' as const } : {}
  return (
    <Part
      {...native}
      {...rest}
      className={classes('mq-button', className)}
      data-tone={tone}
      data-size={size}
      data-wide={wide ? '' : undefined}
      aria-busy={busy || undefined}
      {...(busy ? { 'aria-disabled': true, onClick: ignore } : {})}
    >
      {busy ? <span className="mq-spinner" aria-hidden="true" /> : icon}
      {children}
    </Part>
  )
}

function ignore(event: { preventDefault(): void }): void {
  event.preventDefault()
}

/** A round button with an icon alone; `label` names it for everyone who does not see the icon. */
export function IconButton<E extends ElementType = 'button'>(
  props: Omit<ButtonProps<E>, 'children' | 'icon'> & { label: string; children: ReactNode },
) {
  const { label, children, className, tone = 'quiet', ...rest } = props
  return (
    <Button
      {...(rest as ButtonProps)}
      tone={tone as ButtonTone}
      aria-label={label}
      title={label}
      className={classes('mq-icon-button', className as string | undefined)}
    >
      {children}
    </Button>
  )
}
