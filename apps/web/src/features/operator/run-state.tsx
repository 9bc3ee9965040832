import type { RunState } from '@marquee/schema/graphql'
import { Ban, CircleAlert, CircleCheck } from '@marquee/ui/icons'
import { useTranslations } from 'next-intl'
import styles from './operator.module.css'

/** A run's state as a sign and a word. */
export function RunStateWord({ state }: { state: RunState }) {
  const t = useTranslations('operator.state')
  return (
    <span className={styles.state} data-state={state}>
      <Sign state={state} />
      {t(state)}
    </span>
  )
}

function Sign({ state }: { state: RunState }) {
  if (state === 'RUNNING') return <span className={`mq-spinner ${styles.turning}`} aria-hidden="true" />
  const Icon = state === 'SUCCEEDED' ? CircleCheck : state === 'FAILED' ? CircleAlert : Ban
  return <Icon size={16} aria-hidden="true" />
}
