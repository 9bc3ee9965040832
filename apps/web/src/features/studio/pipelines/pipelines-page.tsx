'use client'

import { type StudioPipelineChoiceFragment, StudioUpdateChannelDocument } from '@marquee/schema/graphql'
import { Button, Notice } from '@marquee/ui'
import { ArrowLeft } from '@marquee/ui/icons'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { request } from '../../../graphql/request.ts'
import { useErrorSentence } from '../../../progress/use-error-sentence.ts'
import type { Film } from './assumed-source.ts'
import { PipelineChoice } from './pipeline-choice.tsx'
import { PipelinePlan } from './pipeline-plan.tsx'
import styles from './pipelines.module.css'
import { type Plan, usePlan } from './use-plan.ts'

export type PipelinesProps = {
  channelId: string
  pipelines: readonly StudioPipelineChoiceFragment[]
  /** What the channel goes by, the default included. */
  inUse: string
  /** Of that pipeline, for the film that is shown first. */
  firstPlan: Plan | null
  uploadButton: (words: string, pipeline: string) => ReactNode
}

/** Which pipeline uploads go through, of the channel or of one upload, and what each does. */
export function PipelinesPage({ channelId, pipelines, inUse, firstPlan, uploadButton }: PipelinesProps) {
  const t = useTranslations('studio.pipelines')
  const [kept, setKept] = useState(inUse)
  const [chosen, choose] = useState(inUse)
  const [film, setFilm] = useState<Film>('FILM')
  const { plan, again } = usePlan(chosen, film, firstPlan, inUse)
  const { save, saving, refusal } = useSave(channelId)
  const keep = async () => {
    const isDefault = pipelines.find(({ name }) => name === chosen)?.isDefault ?? false
    if (await save(isDefault ? null : chosen)) setKept(chosen)
  }
  return (
    <div className={styles.page}>
      <Link href="/studio/channel" className="mq-way">
        <ArrowLeft size={16} className="mq-mirror" aria-hidden="true" />
        {t('back')}
      </Link>
      <h1 className={styles.title}>{t('title')}</h1>
      <p className={styles.intro}>{t('intro')}</p>
      {pipelines.length === 0 ? (
        <Notice title={t('noneTitle')}>{t('none')}</Notice>
      ) : (
        <>
          <PipelineChoice pipelines={pipelines} chosen={chosen} kept={kept} onChoose={choose} />
          <div className={styles.actions}>
            <Button
              tone="bulb"
              busy={saving}
              disabled={kept === chosen && !saving}
              onClick={() => void keep()}
            >
              {kept === chosen ? t('kept') : t('keep')}
            </Button>
            {uploadButton(t('uploadWith', { name: chosen }), chosen)}
            <p role="alert" className={styles.refusal}>
              {refusal}
            </p>
          </div>
          <PipelinePlan name={chosen} plan={plan} film={film} onFilm={setFilm} onAgain={again} />
        </>
      )}
    </div>
  )
}

/** Keeps a pipeline for all uploads of the channel; null is the default. */
function useSave(channelId: string) {
  const sentence = useErrorSentence()
  const [saving, setSaving] = useState(false)
  const [refusal, setRefusal] = useState('')
  const save = async (pipeline: string | null): Promise<boolean> => {
    setSaving(true)
    setRefusal('')
    const answer = await request(StudioUpdateChannelDocument, { input: { channelId, pipeline } })
    setSaving(false)
    const error = answer.ok ? answer.data.updateChannel.userErrors[0] : { code: answer.code }
    if (error) setRefusal(sentence(error))
    return error === undefined
  }
  return { save, saving, refusal }
}
