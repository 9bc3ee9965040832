import type { RunState } from '@marquee/schema/graphql'
import { Button, TextField } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import { QuietLink } from '../../shell/quiet-link.tsx'
import styles from './operator.module.css'

export const RUN_STATES: readonly RunState[] = ['RUNNING', 'FAILED', 'SUCCEEDED', 'CANCELLED']

/** What the list is narrowed to; it stands in the address. */
export type RunFilterValue = { state: RunState | null; channel: string | null }

/** The address of a list of runs. */
export function runsPath({ state, channel, after }: RunFilterValue & { after?: string | null }): string {
  const query = new URLSearchParams()
  if (state) query.set('state', state)
  if (channel) query.set('channel', channel)
  if (after) query.set('after', after)
  return query.size > 0 ? `/operator?${query}` : '/operator'
}

/** States as links, the channel as a form: both work before any script has come. */
export function RunFilter({ state, channel }: RunFilterValue) {
  const t = useTranslations('operator')
  return (
    <div className={styles.filter}>
      <nav className={styles.states} aria-label={t('runs.states')}>
        {[null, ...RUN_STATES].map((each) => (
          <QuietLink
            key={each ?? 'all'}
            href={runsPath({ state: each, channel })}
            className={styles.chip}
            aria-current={each === state ? 'true' : undefined}
          >
            {each ? t(`state.${each}`) : t('runs.all')}
          </QuietLink>
        ))}
      </nav>
      <form action="/operator" className={styles.search}>
        {state ? <input type="hidden" name="state" value={state} /> : null}
        <TextField
          label={t('runs.ofChannel')}
          name="channel"
          defaultValue={channel ?? ''}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Button type="submit">{t('runs.show')}</Button>
      </form>
    </div>
  )
}
