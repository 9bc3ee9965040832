'use client'

import type { StudioCaptionFragment } from '@marquee/schema/graphql'
import { Button, IconButton, Select, TextField, useToast } from '@marquee/ui'
import { Captions, Trash2 } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { languageName } from '../../../i18n/language-name.ts'
import { useErrorSentence } from '../../../progress/use-error-sentence.ts'
import { HOLD_MS } from '../deletion/create-deletion-hold.ts'
import { captionLanguages } from './caption-languages.ts'
import styles from './captions.module.css'
import { type CaptionTrouble, useCaptionsEditing } from './use-captions-editing.ts'

/** The languages that a video can be read in, and the way to another. `mark` changes when its run has made something new. */
export function CaptionsPanel({ videoId, mark }: { videoId: string; mark: string | null }) {
  const t = useTranslations('studio.captions')
  const locale = useLocale()
  const toast = useToast()
  const { captions, add, remove } = useCaptionsEditing(videoId, mark, () =>
    toast({ tone: 'trouble', text: t('failed') }),
  )
  const nameOf = ({ language, label }: Pick<StudioCaptionFragment, 'language' | 'label'>) =>
    label || languageName(language, locale) || t('unknown')
  const removeWithUndo = (caption: StudioCaptionFragment) => {
    const takeBack = remove(caption.language)
    const dismiss = toast({
      text: t('removed', { name: nameOf(caption) }),
      action: { label: t('undo'), run: takeBack },
    })
    setTimeout(dismiss, HOLD_MS)
  }
  return (
    <section className={styles.captions} aria-labelledby="captions">
      <h2 id="captions" className={styles.title}>
        {t('title')}
      </h2>
      {captions && captions.length > 0 ? (
        <ul className={`mq-list ${styles.list}`}>
          {captions.map((caption) => (
            <li key={caption.language} className={styles.row} data-caption={caption.language}>
              <Captions size={20} aria-hidden="true" />
              <span className={styles.name}>
                <bdi>{nameOf(caption)}</bdi>
                <span className={styles.origin}>{t(caption.origin)}</span>
              </span>
              <IconButton
                label={t('remove', { name: nameOf(caption) })}
                onClick={() => removeWithUndo(caption)}
              >
                <Trash2 size={18} aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      ) : null}
      <AddCaptions
        onAdd={async (language, label, file) => {
          const trouble = await add(language, label, file)
          if (!trouble) toast({ tone: 'good', text: t('added', { name: nameOf({ language, label }) }) })
          return trouble
        }}
      />
    </section>
  )
}

type AddProps = { onAdd: (language: string, label: string, file: File) => Promise<CaptionTrouble | null> }

function AddCaptions({ onAdd }: AddProps) {
  const t = useTranslations('studio.captions')
  const locale = useLocale()
  const languages = useMemo(() => captionLanguages(locale), [locale])
  const [language, setLanguage] = useState(() => languages.find(({ tag }) => tag === locale)?.tag ?? 'en')
  const [label, setLabel] = useState('')
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<CaptionTrouble | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const send = async (file: File) => {
    setBusy(true)
    const found = await onAdd(language, label, file)
    setBusy(false)
    setTrouble(found)
    if (!found) setLabel('')
  }
  return (
    <div className={styles.add}>
      <Select
        label={t('language')}
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value)}
      >
        {languages.map(({ tag, name }) => (
          <option key={tag} value={tag}>
            {name}
          </option>
        ))}
      </Select>
      <TextField
        label={t('label')}
        help={t('labelHelp')}
        value={label}
        maxLength={50}
        autoComplete="off"
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <Button tone="line" busy={busy} aria-describedby="captions-help" onClick={() => input.current?.click()}>
        {t('choose')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".srt,.vtt,text/vtt,application/x-subrip"
        hidden
        data-captions-file=""
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          // The same file may be chosen again.
          event.currentTarget.value = ''
          if (file) void send(file)
        }}
      />
      <p id="captions-help" className={styles.help}>
        {t('help')}
      </p>
      <Trouble>{trouble}</Trouble>
    </div>
  )
}

function Trouble({ children: trouble }: { children: CaptionTrouble | null }): ReactNode {
  const t = useTranslations('studio.captions')
  const sentence = useErrorSentence()
  if (!trouble) return null
  return (
    <p className={`mq-field-error ${styles.trouble}`} role="alert">
      {trouble.line === null ? null : <strong>{t('line', { line: trouble.line })} </strong>}
      {sentence(trouble)}
    </p>
  )
}
