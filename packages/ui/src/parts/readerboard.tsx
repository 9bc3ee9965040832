import type { ElementType, ReactNode } from 'react'
import { Button, type ButtonProps } from './button.tsx'

export type ReaderboardProps = {
  /** The small red line above the letters. */
  small?: string | undefined
  /** The big letters. A bar ends a line («Page not|found»), so that each language breaks where it reads well. */
  letters: string
  /** What happened, and what to do. */
  children?: ReactNode
  /** The way on: a `BoardAction`, or a control of its own. */
  action?: ReactNode
  /** The heading's level; 1 where the board is the page. */
  level?: 1 | 2
}

/** The lit panel over a cinema's doors: what the house has to say where there is no picture to show. */
export function Readerboard({ small, letters, children, action, level = 1 }: ReaderboardProps) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <section className="mq-board" data-page={level === 1 ? '' : undefined}>
      <div className="mq-board-sign">
        <Heading className="mq-board-panel">
          {small ? (
            <span className="mq-board-line" data-small="">
              {small}{' '}
            </span>
          ) : null}
          {letters.split('|').map((line) => (
            <span className="mq-board-line" key={line}>
              {line}{' '}
            </span>
          ))}
        </Heading>
      </div>
      {children ? <div className="mq-board-text">{children}</div> : null}
      {action ? <div className="mq-board-actions">{action}</div> : null}
    </section>
  )
}

/** The one thing to do from a board: a button, or with `as` a link. */
export function BoardAction<E extends ElementType = 'button'>(props: Omit<ButtonProps<E>, 'tone' | 'size'>) {
  return <Button {...(props as ButtonProps<E>)} tone="bulb" size="large" />
}
