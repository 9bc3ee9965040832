import type { CSSProperties } from 'react'
import styles from './lamps.module.css'
import type { Rung } from './live-progress.ts'

/**
 * One lamp a quality, from the smallest to the largest, each filling as it is made: a whole run in the width of a word.
 * `label` says it to those who do not see it. Without rungs (the file is still being looked at) five dark lamps stand there.
 */
export function Lamps({ rungs, label }: { rungs: readonly Rung[]; label: string }) {
  const shown = rungs.length > 0 ? rungs : DARK
  return (
    <span className={styles.lamps} role="img" aria-label={label}>
      {shown.map((rung) => (
        <span
          key={rung.name}
          className={styles.lamp}
          title={rung.name.startsWith('-') ? undefined : rung.name}
          data-stopped={rung.stopped ? '' : undefined}
          style={{ '--lamp': rung.fraction } as CSSProperties}
        />
      ))}
    </span>
  )
}

const DARK: readonly Rung[] = ['-1', '-2', '-3', '-4', '-5'].map((name) => ({
  name,
  fraction: 0,
  done: false,
  stopped: false,
}))
