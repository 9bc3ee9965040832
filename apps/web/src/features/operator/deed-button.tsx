'use client'

import { Button, type ButtonTone, Dialog, useToast } from '@marquee/ui'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { useErrorSentence } from '../../progress/use-error-sentence.ts'
import { type Deed, doDeed } from './do-deed.ts'

type DeedProps = {
  deed: Deed
  /** Of a run, a worker or a class. */
  of: string
  /** On the button. */
  children: ReactNode
  /** For screen readers, where the button alone does not say of what. */
  label?: string
  tone?: ButtonTone
  icon?: ReactNode
  /** Asked before what cannot be undone. */
  question?: { title: string; text: string; yes: string }
  done: string
}

/** A button of the engine room: asks where it must, does it, says what came of it, and shows things as they are then. */
export function DeedButton({ deed, of, children, label, tone = 'line', icon, question, done }: DeedProps) {
  const t = useTranslations('operator.deed')
  const sentence = useErrorSentence()
  const toast = useToast()
  const router = useRouter()
  const [asking, ask] = useState(false)
  const [busy, setBusy] = useState(false)
  const act = async () => {
    ask(false)
    setBusy(true)
    const result = await doDeed(deed, of)
    setBusy(false)
    if (!result.ok) return toast({ tone: 'trouble', text: sentence(result.error) })
    toast({ tone: 'good', text: done })
    if (result.goTo) router.push(result.goTo)
    router.refresh()
  }
  return (
    <>
      <Button
        size="small"
        tone={tone}
        busy={busy}
        icon={icon}
        aria-label={label}
        onClick={() => (question ? ask(true) : void act())}
      >
        {children}
      </Button>
      {question ? (
        <Dialog
          open={asking}
          onClose={() => ask(false)}
          title={question.title}
          closeLabel={t('close')}
          foot={
            <>
              <Button tone="quiet" onClick={() => ask(false)}>
                {t('no')}
              </Button>
              <Button tone="danger" onClick={() => void act()}>
                {question.yes}
              </Button>
            </>
          }
        >
          <p>{question.text}</p>
        </Dialog>
      ) : null}
    </>
  )
}
