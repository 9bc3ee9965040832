'use client'

import { Avatar, Menu, MenuItem, MenuLine, useToast } from '@marquee/ui'
import { Clapperboard, Gauge, LogOut, ShieldCheck, UserRound } from '@marquee/ui/icons'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import styles from './account-menu.module.css'

/** The signed-in reader: their channel, the studio, the way out. */
export function AccountMenu({
  name,
  email,
  handle,
  operator,
}: {
  name: string
  email: string
  handle: string | undefined
  /** Whether they run this installation. */
  operator: boolean
}) {
  const t = useTranslations('shell')
  const toast = useToast()

  const signOut = async () => {
    const answer = await fetch('/api/auth/sign-out', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }).catch(() => undefined)
    // A whole new page, so that nothing of the account stays in memory.
    if (answer?.ok) window.location.assign('/')
    else toast({ tone: 'trouble', text: t('signOutFailed') })
  }

  return (
    <Menu
      trigger={(wiring) => (
        <button type="button" className={styles.trigger} aria-label={t('account', { name })} {...wiring}>
          <Avatar name={name} />
        </button>
      )}
      head={
        <div className="mq-menu-head">
          <strong>{name}</strong>
          <span className={styles.email}>{email}</span>
        </div>
      }
    >
      {handle ? (
        <MenuItem as={Link} href={`/@${handle}`} icon={<UserRound size={18} aria-hidden="true" />}>
          {t('channel')}
        </MenuItem>
      ) : null}
      <MenuItem
        as={Link}
        href="/studio"
        prefetch={false}
        icon={<Clapperboard size={18} aria-hidden="true" />}
      >
        {t('studio')}
      </MenuItem>
      {operator ? (
        <MenuItem as={Link} href="/operator" prefetch={false} icon={<Gauge size={18} aria-hidden="true" />}>
          {t('operator')}
        </MenuItem>
      ) : null}
      <MenuItem
        as={Link}
        href="/settings/security"
        prefetch={false}
        icon={<ShieldCheck size={18} aria-hidden="true" />}
      >
        {t('security')}
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<LogOut size={18} className="mq-mirror" aria-hidden="true" />} onSelect={signOut}>
        {t('signOut')}
      </MenuItem>
    </Menu>
  )
}
