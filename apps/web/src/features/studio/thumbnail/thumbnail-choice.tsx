'use client'

import { Button, formatDuration, Thumbnail } from '@marquee/ui'
import { Trash2 } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import { useId } from 'react'
import { useErrorSentence } from '../../../progress/use-error-sentence.ts'
import { PickPicture } from '../pictures/pick-picture.tsx'
import styles from './thumbnail-choice.module.css'
import { PICKED, type ThumbnailEditing } from './use-thumbnail-editing.ts'

/** The pictures that may stand for a video, as a group of radio buttons, and a way to bring one's own. */
export function ThumbnailChoice({ editing }: { editing: ThumbnailEditing }) {
  const t = useTranslations('studio.thumbnail')
  const locale = useLocale()
  const sentence = useErrorSentence()
  const name = useId()
  const { offered, picked, chosen, error } = editing
  const hasOwn = picked !== null || offered.some(({ isUploaded }) => isUploaded)
  // What is picked takes the place of what was uploaded before.
  const shown = picked === null ? offered : offered.filter(({ isUploaded }) => !isUploaded)
  const tiles = [
    ...(picked === null ? [] : [{ id: PICKED, url: picked, words: t('own') }]),
    ...shown.map(({ id, url, atMs, isUploaded }, index) => ({
      id,
      url,
      words: isUploaded
        ? t('own')
        : atMs === null
          ? t('ofFilm', { number: index + 1 })
          : t('at', { time: formatDuration(atMs, locale) }),
    })),
  ]
  return (
    <fieldset className={styles.choice}>
      <legend>{t('label')}</legend>
      {tiles.length > 0 ? (
        <div className={styles.tiles}>
          {tiles.map(({ id, url, words }) => (
            <label key={id} className={styles.tile}>
              <input
                type="radio"
                name={name}
                value={id}
                checked={chosen === id}
                onChange={() => editing.choose(id)}
              />
              <Thumbnail src={url} locale={locale} eager />
              <span className={styles.words}>{words}</span>
            </label>
          ))}
        </div>
      ) : (
        <p className={styles.help}>{t('none')}</p>
      )}
      <div className={styles.own}>
        <PickPicture size="small" tone="line" onPicture={editing.pick}>
          {hasOwn ? t('replace') : t('upload')}
        </PickPicture>
        {hasOwn ? (
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
      {error ? (
        <p className="mq-field-error" role="alert">
          {sentence(error)}
        </p>
      ) : null}
    </fieldset>
  )
}
