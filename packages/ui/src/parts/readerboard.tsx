import type { ReactNode } from 'react'

export type ReaderboardProps = {
  /** The big letters: one or two short lines. */
  lines: readonly string[]
  /** The small red line above them. */
  small?: string | undefined
  children?: ReactNode
  actions?: ReactNode
  /** The heading's level; 1 where the board is the page. */
  level?: 1 | 2
}

/** The lit panel over a cinema's doors, for pages that have no picture to show. */
export function Readerboard({ lines, small, children, actions, level = 1 }: ReaderboardProps) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <section className="mq-board">
      <div className="mq-board-sign">
        <Heading className="mq-board-panel">
          {small ? (
            <span className="mq-board-line" data-small="">
              {small}
            </span>
          ) : null}
          {lines.map((line) => (
            <span className="mq-board-line" key={line}>
              {line}{' '}
            </span>
          ))}
        </Heading>
      </div>
      {children ? <div className="mq-board-text">{children}</div> : null}
      {actions ? <div className="mq-board-actions">{actions}</div> : null}
    </section>
  )
}

/** Nothing here yet: says so and invites to the one thing to do. */
export function EmptyState(props: ReaderboardProps) {
  return <Readerboard level={2} {...props} />
}

/** Trouble: what happened and what to do, with the way out in `actions`. */
export function ErrorState(props: ReaderboardProps) {
  return <Readerboard {...props} />
}
