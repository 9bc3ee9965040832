import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'

export type ProgressProps = {
  label: string
  /** 0 to 1; undefined while nobody knows. */
  fraction?: number | undefined
  /** What a screen reader says instead of the percentage, such as the time left. */
  text?: string
  tone?: 'bulb' | 'good' | 'trouble'
  className?: string
}

/** A bar of progress. Its colour never tells alone: say the state in words beside it. */
export function Progress({ label, fraction, text, tone = 'bulb', className }: ProgressProps) {
  const known = fraction === undefined ? undefined : Math.min(1, Math.max(0, fraction))
  return (
    <span
      role="progressbar"
      className={className ? `mq-progress ${className}` : 'mq-progress'}
      data-tone={tone}
      data-unknown={known === undefined ? '' : undefined}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known === undefined ? undefined : Math.round(known * 100)}
      aria-valuetext={text}
      style={{ '--mq-fraction': known ?? 0 } as CSSProperties}
    >
      <span />
    </span>
  )
}

/** The shape of what comes. Put `aria-busy` on the region, not on each shape. */
export function Skeleton({
  shape = 'line',
  width,
  size,
}: {
  shape?: 'line' | 'thumb' | 'round'
  width?: string
  size?: string
}) {
  const style: CSSProperties = size ? { inlineSize: size, blockSize: size } : { inlineSize: width ?? '100%' }
  return <span className="mq-skeleton" data-shape={shape} style={style} aria-hidden="true" />
}

export type NoticeTone = 'plain' | 'bulb' | 'good' | 'trouble'

const NOTICE_ICON = { plain: Info, bulb: Info, good: CircleCheck, trouble: CircleAlert }

/**
 * Something to know in place: what happened and what to do. `live` when it appears while the page is open: then title and
 * children are read out, and what can be pressed belongs into `action`.
 */
export function Notice(props: {
  tone?: NoticeTone
  title?: ReactNode
  children?: ReactNode
  action?: ReactNode
  live?: boolean
}) {
  const { tone = 'plain', title, children, action, live } = props
  const Icon = NOTICE_ICON[tone]
  return (
    <div className="mq-notice" data-tone={tone}>
      <Icon size={20} aria-hidden="true" />
      <div role={live ? (tone === 'trouble' ? 'alert' : 'status') : undefined}>
        {title ? <strong>{title}</strong> : null}
        {children}
      </div>
      {action ? <div>{action}</div> : null}
    </div>
  )
}
