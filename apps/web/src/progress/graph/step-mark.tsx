import type { StepState } from '@marquee/schema/graphql'
import { Ban, Check, CircleAlert, CircleDashed, Clock } from '@marquee/ui/icons'
import styles from './run-graph.module.css'

/** A state as a sign; its word stands beside it. */
export function StepMark({ state }: { state: StepState }) {
  if (state === 'RUNNING') return <span className={`mq-spinner ${styles.mark}`} aria-hidden="true" />
  const Icon = MARKS[state]
  return <Icon className={styles.mark} size={16} strokeWidth={2.25} data-state={state} aria-hidden="true" />
}

const MARKS = {
  WAITING: CircleDashed,
  QUEUED: Clock,
  SUCCEEDED: Check,
  FAILED: CircleAlert,
  SKIPPED: CircleDashed,
  CANCELLED: Ban,
}
