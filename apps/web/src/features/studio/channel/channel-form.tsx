'use client'

import { type StudioChannelFragment, StudioUpdateChannelDocument } from '@marquee/schema/graphql'
import { Avatar, Button, TextArea, TextField } from '@marquee/ui'
import { ExternalLink } from '@marquee/ui/icons'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useRef, useState } from 'react'
import { request } from '../../../graphql/request.ts'
import { useErrorSentence } from '../../../progress/use-error-sentence.ts'
import { type FieldError, refused, type Saved, settle } from '../save-video.ts'
import { useLeaveGuard } from '../use-leave-guard.ts'
import styles from './channel-form.module.css'

type Details = Pick<StudioChannelFragment, 'name' | 'description' | 'viewersMayDownload'>

/** The channel's name, what it is about, and what its viewers may do. */
export function ChannelForm({ channel }: { channel: StudioChannelFragment }) {
  const t = useTranslations('studio.channel')
  const sentence = useErrorSentence()
  const router = useRouter()
  const form = useRef<HTMLFormElement>(null)
  const downloadsHelp = useId()
  const [saved, setSaved] = useState(() => detailsOf(channel))
  const [edited, setEdited] = useState(saved)
  const [saving, setSaving] = useState(false)
  const [done, setDone] = useState(false)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const dirty =
    edited.name !== saved.name ||
    edited.description !== saved.description ||
    edited.viewersMayDownload !== saved.viewersMayDownload
  useLeaveGuard(dirty)

  const errorOf = (name: keyof Details) => {
    const found = errors.find(({ field }) => field?.split('.').at(-1) === name)
    return found ? sentence(found) : undefined
  }
  const whole = errors.find(
    ({ field }) => !field || !(field.split('.').at(-1) ?? '').match(/^(name|description)$/),
  )
  const submit = async () => {
    if (!dirty || saving) return
    setSaving(true)
    const result = await saveChannel(channel.id, edited)
    setSaving(false)
    if (!result.ok) {
      setErrors(result.errors)
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    const kept = detailsOf(result.value)
    setErrors([])
    setSaved(kept)
    setEdited(kept)
    setDone(true)
    // The name stands in the page's head too, which the server draws.
    router.refresh()
  }
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className={styles.head}>
        <Avatar name={saved.name} size={56} />
        <h1 className={styles.heading}>{saved.name}</h1>
        <Link href={`/@${channel.handle}`} className="mq-way">
          @{channel.handle}
          <ExternalLink size={16} aria-hidden="true" className="mq-mirror" />
        </Link>
      </div>
      <TextField
        label={t('name')}
        value={edited.name}
        error={errorOf('name')}
        autoComplete="off"
        required
        onChange={(event) => setEdited({ ...edited, name: event.currentTarget.value })}
      />
      <TextArea
        label={t('description')}
        help={t('descriptionHelp')}
        value={edited.description}
        error={errorOf('description')}
        rows={6}
        onChange={(event) => setEdited({ ...edited, description: event.currentTarget.value })}
      />
      <div className={styles.choice}>
        <label>
          <input
            type="checkbox"
            checked={edited.viewersMayDownload}
            aria-describedby={downloadsHelp}
            onChange={(event) => setEdited({ ...edited, viewersMayDownload: event.currentTarget.checked })}
          />
          {t('downloads')}
        </label>
        <p id={downloadsHelp}>{t('downloadsHelp')}</p>
      </div>
      <p className={styles.pipeline}>
        <span>{channel.pipeline ? t('pipeline', { name: channel.pipeline }) : t('pipelineDefault')}</span>
        <Link href="/studio/channel/pipelines" className="mq-link">
          {t('choosePipeline')}
        </Link>
      </p>
      <div className={styles.foot}>
        <p className={styles.note} role="status">
          {whole ? sentence(whole) : dirty ? t('unsaved') : done ? t('saved') : ''}
        </p>
        <Button type="submit" tone="bulb" busy={saving} disabled={!dirty && !saving}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}

function detailsOf({ name, description, viewersMayDownload }: Details): Details {
  return { name, description, viewersMayDownload }
}

async function saveChannel(channelId: string, details: Details): Promise<Saved<StudioChannelFragment>> {
  const answer = await request(StudioUpdateChannelDocument, { input: { channelId, ...details } })
  if (!answer.ok) return refused(answer.code)
  const { channel, userErrors } = answer.data.updateChannel
  return settle(channel, userErrors)
}
