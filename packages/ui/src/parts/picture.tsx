import { Film } from 'lucide-react'
import type { CSSProperties, ElementType, ReactNode } from 'react'
import { formatDuration, formatDurationLong } from '../format/format-duration.ts'

/** A name's letter on a hue of its own. Decorative: the name stands beside it. */
export function Avatar({ name, size = 36 }: { name: string; size?: number }) {
  const style = { '--mq-avatar-size': `${size}px`, '--mq-avatar-hue': hueOf(name) } as CSSProperties
  return (
    <span className="mq-avatar" style={style} aria-hidden="true">
      {([...name.trim()][0] ?? '?').toLocaleUpperCase()}
    </span>
  )
}

/** 0 to 359, the same for a name everywhere. */
function hueOf(name: string): number {
  let hash = 0
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return hash % 360
}

export type ThumbnailProps = {
  src: string | null | undefined
  durationMs?: number | null | undefined
  locale: string
  /** Seen at first, so fetched first. */
  eager?: boolean
  /** Drawn over the picture: a state badge, a progress bar. */
  children?: ReactNode
}

/** 16:9 with the duration in the corner; other shapes stand between dark bars. Its alt is empty: the title is beside it. */
export function Thumbnail({ src, durationMs, locale, eager, children }: ThumbnailProps) {
  return (
    <span className="mq-thumb">
      {src ? (
        <img
          src={src}
          alt=""
          decoding="async"
          loading={eager ? 'eager' : 'lazy'}
          fetchPriority={eager ? 'high' : 'auto'}
        />
      ) : (
        <span className="mq-thumb-none">
          <Film size={28} strokeWidth={1.5} aria-hidden="true" />
        </span>
      )}
      {durationMs ? (
        <span className="mq-badge">
          <span aria-hidden="true">{formatDuration(durationMs, locale)}</span>
          <span className="mq-hidden">{formatDurationLong(durationMs, locale)}</span>
        </span>
      ) : null}
      {children}
    </span>
  )
}

export type VideoCardProps = {
  title: string
  href: string
  thumbnail: string | null | undefined
  durationMs?: number | null | undefined
  locale: string
  /** Small lines under the title; a dot stands between them. */
  meta?: ReactNode
  /** Shown by the lead card only. */
  text?: ReactNode
  /** `lead` is the large first card of a grid, `row` the narrow one beside a video. */
  shape?: 'card' | 'lead' | 'row'
  eager?: boolean
  /** The heading's level. */
  level?: 2 | 3
  linkAs?: ElementType
  overlay?: ReactNode
}

/** A video in a grid or a list: one link over the whole card, so that a screen reader hears the title once. */
export function VideoCard(props: VideoCardProps) {
  const {
    title,
    href,
    thumbnail,
    durationMs,
    locale,
    meta,
    text,
    shape = 'card',
    eager,
    level = 2,
    overlay,
  } = props
  const Link: ElementType = props.linkAs ?? 'a'
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <article
      className="mq-card"
      data-lead={shape === 'lead' ? '' : undefined}
      data-row={shape === 'row' ? '' : undefined}
    >
      <Thumbnail src={thumbnail} durationMs={durationMs} locale={locale} eager={eager ?? false}>
        {overlay}
      </Thumbnail>
      <div className="mq-card-body">
        <Heading className="mq-card-title">
          <Link href={href} className="mq-clamp-2 mq-words" title={title}>
            {title}
          </Link>
        </Heading>
        {meta ? <div className="mq-card-meta">{meta}</div> : null}
        {shape === 'lead' && text ? <p className="mq-card-text mq-clamp-2 mq-words">{text}</p> : null}
      </div>
    </article>
  )
}

/** A card's skeleton, of the same heights. */
export function VideoCardSkeleton({ shape = 'card' }: { shape?: 'card' | 'lead' | 'row' }) {
  return (
    <div
      className="mq-card"
      data-lead={shape === 'lead' ? '' : undefined}
      data-row={shape === 'row' ? '' : undefined}
      aria-hidden="true"
    >
      <span className="mq-skeleton" data-shape="thumb" />
      <div className="mq-card-body">
        <span className="mq-card-title">
          <span className="mq-skeleton" data-shape="line" style={{ inlineSize: '86%' }} />
        </span>
        <span className="mq-card-meta">
          <span className="mq-skeleton" data-shape="line" style={{ inlineSize: '52%' }} />
        </span>
      </div>
    </div>
  )
}
