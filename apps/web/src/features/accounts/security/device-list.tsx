'use client'

import {
  WebEndOtherSessionsDocument,
  WebEndSessionDocument,
  type WebSessionFragment,
} from '@marquee/schema/graphql'
import { Button, formatDateTime, formatRelativeTime, Notice, useToast } from '@marquee/ui'
import { CircleCheck, Laptop, LogOut, Monitor, Smartphone, Tablet, Terminal, Tv } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { request } from '../../../graphql/request.ts'
import { useNow } from '../../../shell/use-now.ts'
import styles from './security.module.css'

const ICONS = {
  COMPUTER: Laptop,
  PHONE: Smartphone,
  TABLET: Tablet,
  TV: Tv,
  PROGRAM: Terminal,
  UNKNOWN: Monitor,
} as const

/** Which press is under way: a session's id, all others, or none. */
type Busy = { session: string } | 'others' | null

/** Where the reader is signed in; each device but this one can be signed out from here. */
export function DeviceList({ first, madeAt }: { first: readonly WebSessionFragment[]; madeAt: string }) {
  const t = useTranslations('security')
  const toast = useToast()
  const now = useNow(madeAt)
  const list = useRef<HTMLUListElement>(null)
  const [sessions, setSessions] = useState(first)
  const [busy, setBusy] = useState<Busy>(null)
  const [failed, setFailed] = useState(false)

  const settle = (left: readonly WebSessionFragment[] | null, done: string) => {
    setBusy(null)
    setFailed(left === null)
    if (!left) return
    setSessions(left)
    toast({ tone: 'good', text: done })
    // The button that was pressed is gone.
    list.current?.focus()
  }
  const end = async ({ id }: WebSessionFragment) => {
    setBusy({ session: id })
    const answer = await request(WebEndSessionDocument, { input: { sessionId: id } })
    settle(answer.ok ? restOf(answer.data.endSession) : null, t('ended'))
  }
  const endOthers = async () => {
    setBusy('others')
    const answer = await request(WebEndOtherSessionsDocument, {})
    settle(answer.ok ? restOf(answer.data.endOtherSessions) : null, t('endedOthers'))
  }

  const current = sessions.filter(({ isCurrent }) => isCurrent)
  const others = sessions.filter(({ isCurrent }) => !isCurrent)
  return (
    <>
      {failed ? (
        <Notice tone="trouble" live>
          {t('failed')}
        </Notice>
      ) : null}
      <ul ref={list} tabIndex={-1} className={styles.devices} aria-label={t('devices')}>
        {[...current, ...others].map((session) => (
          <DeviceRow
            key={session.id}
            session={session}
            now={now}
            busy={busy !== null && busy !== 'others' && busy.session === session.id}
            onEnd={() => end(session)}
          />
        ))}
      </ul>
      {others.length > 0 ? (
        <Button
          tone="line"
          busy={busy === 'others'}
          icon={<LogOut size={18} className="mq-mirror" aria-hidden="true" />}
          onClick={endOthers}
        >
          {t('endOthers')}
        </Button>
      ) : (
        <p className={styles.alone}>{t('alone')}</p>
      )}
    </>
  )
}

type Payload = { sessions: readonly WebSessionFragment[]; userErrors: readonly unknown[] }

function restOf({ sessions, userErrors }: Payload): readonly WebSessionFragment[] | null {
  return userErrors.length === 0 ? sessions : null
}

function DeviceRow(props: { session: WebSessionFragment; now: string; busy: boolean; onEnd: () => void }) {
  const { session, now, busy, onEnd } = props
  const t = useTranslations('security')
  const locale = useLocale()
  const name = useDeviceName(session.device)
  const Icon = ICONS[session.device.kind]
  const since = formatRelativeTime(session.createdAt, now, locale)
  return (
    <li className={styles.device} data-current={session.isCurrent ? '' : undefined}>
      <Icon size={24} aria-hidden="true" />
      <div className={styles.what}>
        <strong>{name}</strong>
        {session.isCurrent ? (
          <span className={styles.here}>
            <CircleCheck size={16} aria-hidden="true" />
            {t('current')}
          </span>
        ) : (
          <span>{t('seen', { when: formatRelativeTime(session.lastSeenAt, now, locale) })}</span>
        )}
        <span title={formatDateTime(session.createdAt, locale)} suppressHydrationWarning>
          {t('since', { when: since })}
        </span>
      </div>
      {session.isCurrent ? null : (
        <Button
          tone="quiet"
          size="small"
          busy={busy}
          onClick={onEnd}
          aria-label={t('endOf', { name, since })}
        >
          {t('end')}
        </Button>
      )}
    </li>
  )
}

/** «Chrome on Windows», as far as the device says. */
function useDeviceName({ kind, browser, system }: WebSessionFragment['device']): string {
  const t = useTranslations('security')
  if (browser && system) return t('browserOn', { browser, system })
  return browser ?? system ?? t(`kind.${kind}`)
}
