'use client'

import type { StudioChannelFragment, WatermarkCorner } from '@marquee/schema/graphql'
import { Button, formatPercent } from '@marquee/ui'
import { Trash2 } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import { useId } from 'react'
import { useErrorSentence } from '../../../progress/use-error-sentence.ts'
import { PickPicture } from '../pictures/pick-picture.tsx'
import { useLeaveGuard } from '../use-leave-guard.ts'
import { drawName } from './draw-name.ts'
import { useWatermarkEditing } from './use-watermark-editing.ts'
import styles from './watermark-form.module.css'
import { WatermarkPreview } from './watermark-preview.tsx'

const CORNERS: readonly WatermarkCorner[] = ['TOP_LEFT', 'TOP_RIGHT', 'BOTTOM_LEFT', 'BOTTOM_RIGHT']

type WatermarkFormProps = {
  channel: StudioChannelFragment
  /** A picture of one of its films, to see the logo over. */
  film: string | null
}

/** What is drawn into the channel's films: a logo or its name, where, how large, and how clear. */
export function WatermarkForm({ channel, film }: WatermarkFormProps) {
  const t = useTranslations('studio.watermark')
  const sentence = useErrorSentence()
  const heading = useId()
  const editing = useWatermarkEditing(channel)
  const { picture, dirty, saving, done, error, isOn } = editing
  useLeaveGuard(dirty)
  const takeName = async () => {
    const drawn = await drawName(channel.name, getComputedStyle(document.body).fontFamily)
    if (drawn) editing.pick(drawn)
  }
  return (
    <form
      className={styles.form}
      aria-labelledby={heading}
      onSubmit={(event) => {
        event.preventDefault()
        void editing.save()
      }}
    >
      <div className={styles.words}>
        <h2 id={heading} className={styles.heading}>
          {t('title')}
        </h2>
        <p className={styles.help}>{t('intro')}</p>
      </div>
      <WatermarkPreview film={film} editing={editing} />
      <div className={styles.picks}>
        <PickPicture size="small" tone="line" onPicture={editing.pick}>
          {picture ? t('replace') : t('upload')}
        </PickPicture>
        <Button size="small" tone="line" onClick={() => void takeName()}>
          {t('useName')}
        </Button>
        {picture ? (
          <Button
            size="small"
            tone="quiet"
            icon={<Trash2 size={16} aria-hidden="true" />}
            onClick={() => void editing.remove()}
          >
            {t('remove')}
          </Button>
        ) : null}
        <p className={styles.help}>{t('help')}</p>
      </div>
      {picture ? (
        <div className={styles.settings}>
          <CornerChoice value={editing.corner} onChange={(corner) => editing.place({ corner })} />
          <Share
            label={t('size')}
            value={editing.size}
            least={3}
            most={30}
            onChange={(size) => editing.place({ size })}
          />
          <Share
            label={t('opacity')}
            value={editing.opacity}
            least={10}
            most={100}
            onChange={(opacity) => editing.place({ opacity })}
          />
        </div>
      ) : null}
      <div className={styles.foot}>
        <p className={styles.note} role="status">
          {error ? sentence(error) : dirty ? t('unsaved') : done ? (isOn ? t('saved') : t('removed')) : ''}
        </p>
        <Button type="submit" tone="bulb" busy={saving} disabled={!dirty && !saving}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}

function CornerChoice(props: { value: WatermarkCorner; onChange: (corner: WatermarkCorner) => void }) {
  const t = useTranslations('studio.watermark')
  const name = useId()
  return (
    <fieldset className={styles.corners}>
      <legend>{t('corner')}</legend>
      <div className={styles.board} dir="ltr">
        {CORNERS.map((corner) => (
          <label key={corner} className={styles.corner} data-corner={corner}>
            <input
              type="radio"
              name={name}
              value={corner}
              checked={props.value === corner}
              onChange={() => props.onChange(corner)}
            />
            <span className="mq-hidden">{t(`corners.${corner}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** A share in whole percent, from `least` to `most`. */
function Share(props: {
  label: string
  value: number
  least: number
  most: number
  onChange: (value: number) => void
}) {
  const locale = useLocale()
  const id = useId()
  const words = formatPercent(props.value, locale)
  return (
    <div className={styles.share}>
      <label htmlFor={id}>{props.label}</label>
      <span aria-hidden="true">{words}</span>
      <input
        id={id}
        type="range"
        min={props.least}
        max={props.most}
        step={1}
        value={Math.round(props.value * 100)}
        aria-valuetext={words}
        onChange={(event) => props.onChange(Number(event.currentTarget.value) / 100)}
      />
    </div>
  )
}
