'use client'

import type { StudioPipelineChoiceFragment } from '@marquee/schema/graphql'
import { useTranslations } from 'next-intl'
import styles from './pipelines.module.css'

type Choice = StudioPipelineChoiceFragment

/** The pipelines that are offered, each with what its file says of it. */
export function PipelineChoice(props: {
  pipelines: readonly Choice[]
  chosen: string
  /** What the channel goes by. */
  kept: string
  onChoose: (name: string) => void
}) {
  const t = useTranslations('studio.pipelines')
  return (
    <fieldset className={styles.choice}>
      <legend className="mq-hidden">{t('title')}</legend>
      {props.pipelines.map(({ name, version, description, isDefault }) => (
        <label key={name} className={styles.option}>
          <input
            type="radio"
            name="pipeline"
            value={name}
            checked={name === props.chosen}
            onChange={() => props.onChoose(name)}
          />
          <span className={styles.optionWords}>
            <span className={styles.optionName}>
              <bdi>{name}</bdi>
              <span className={styles.version}>{t('version', { version })}</span>
              {name === props.kept ? <span className={styles.badge}>{t('inUse')}</span> : null}
              {isDefault ? <span className={styles.badge}>{t('default')}</span> : null}
            </span>
            {description ? <span className="mq-words">{description}</span> : null}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
