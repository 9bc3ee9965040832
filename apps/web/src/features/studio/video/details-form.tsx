'use client'

import { Button, TextArea, TextField } from '@marquee/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useId, useRef } from 'react'
import { useErrorSentence } from '../../../progress/use-error-sentence.ts'
import type { FieldError } from '../save-video.ts'
import { ThumbnailChoice } from '../thumbnail/thumbnail-choice.tsx'
import type { ThumbnailEditing } from '../thumbnail/use-thumbnail-editing.ts'
import { useLeaveGuard } from '../use-leave-guard.ts'
import { VISIBILITIES, VisibilityIcon } from '../visibility.tsx'
import { DESCRIPTION_MAX, type Details, lengthOf, TITLE_MAX } from './details.ts'
import styles from './details-form.module.css'
import type { DetailsEditing } from './use-details-editing.ts'

type FormProps = { editing: DetailsEditing; pictures: ThumbnailEditing }

/** Title, description, picture and visibility. Saved when asked to, by button or Ctrl+S (⌘S), also while the file uploads. */
export function DetailsForm({ editing, pictures }: FormProps) {
  const t = useTranslations('studio.details')
  const { edited, errors, edit } = editing
  const dirty = editing.dirty || pictures.dirty
  const saving = editing.saving || pictures.saving
  const sentence = useErrorSentence()
  const form = useRef<HTMLFormElement>(null)
  useLeaveGuard(dirty)
  const errorOf = (field: string | null) => {
    const found = errors.find((error) => fieldOf(error) === field)
    return found ? sentence(found) : undefined
  }
  const submit = async () => {
    const saved = await Promise.all([editing.save(), pictures.save()])
    if (saved.every(Boolean)) return
    // The first field at fault, once its message is drawn.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      aria-label={t('label')}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
      onKeyDown={(event) => {
        if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        if (dirty) void submit()
      }}
    >
      <TextField
        label={t('title')}
        value={edited.title}
        error={errorOf('title')}
        count={<Count of={edited.title} max={TITLE_MAX} />}
        autoComplete="off"
        required
        onChange={(event) => edit({ title: event.currentTarget.value })}
      />
      <TextArea
        label={t('description')}
        value={edited.description}
        error={errorOf('description')}
        count={<Count of={edited.description} max={DESCRIPTION_MAX} />}
        rows={5}
        onChange={(event) => edit({ description: event.currentTarget.value })}
      />
      <ThumbnailChoice editing={pictures} />
      <VisibilityChoice value={edited.visibility} error={errorOf('visibility')} onChange={edit} />
      <div className={styles.foot} data-dirty={dirty ? '' : undefined}>
        <p className={styles.note} role="status">
          {errorOf(null) ?? (dirty ? t('unsaved') : t('allSaved'))}
        </p>
        {dirty ? (
          <Button
            tone="quiet"
            onClick={() => {
              editing.revert()
              pictures.revert()
            }}
          >
            {t('revert')}
          </Button>
        ) : null}
        <Button type="submit" tone="bulb" busy={saving} disabled={!dirty && !saving}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}

const FIELDS = ['title', 'description', 'visibility']

/** `input.title` and `title` are the same field; an unknown one belongs to the form as a whole. */
function fieldOf(error: FieldError): string | null {
  const last = error.field?.split('.').at(-1) ?? null
  return last !== null && FIELDS.includes(last) ? last : null
}

function Count({ of, max }: { of: string; max: number }) {
  const t = useTranslations('studio.details')
  const locale = useLocale()
  const length = lengthOf(of)
  // Nobody needs to count far from the end.
  if (length < max * 0.6) return null
  const format = new Intl.NumberFormat(locale)
  return (
    <span data-over={length > max ? '' : undefined} className={styles.count}>
      <span aria-hidden="true">
        {format.format(length)} / {format.format(max)}
      </span>
      <span className="mq-hidden">{t('count', { length, max })}</span>
    </span>
  )
}

function VisibilityChoice(props: {
  value: Details['visibility']
  error: string | undefined
  onChange: (change: Pick<Details, 'visibility'>) => void
}) {
  const t = useTranslations('studio.visibility')
  const name = useId()
  return (
    <fieldset className={styles.choice}>
      <legend>{t('label')}</legend>
      {VISIBILITIES.map((visibility) => (
        <label key={visibility} className={styles.option}>
          <input
            type="radio"
            name={name}
            value={visibility}
            checked={props.value === visibility}
            onChange={() => props.onChange({ visibility })}
          />
          <VisibilityIcon of={visibility} size={18} />
          <span className={styles.optionWords}>
            <strong>{t(visibility)}</strong>
            <span>{t(`help.${visibility}`)}</span>
          </span>
        </label>
      ))}
      {props.error ? (
        <p className="mq-field-error" role="alert">
          {props.error}
        </p>
      ) : null}
    </fieldset>
  )
}
