'use client'

import { Button } from '@marquee/ui'
import Link from 'next/link'
import type { ComponentType, ReactNode } from 'react'
import styles from './accounts.module.css'
import { focusAtFirst } from './check-mail.tsx'

type Icon = ComponentType<{ size?: number; className?: string; 'aria-hidden'?: 'true' }>

/** How it ended, and the one way on. */
export function Told(props: { icon: Icon; title: string; text: string; href: string; children: ReactNode }) {
  const { icon: Icon, title, text, href, children } = props
  return (
    <div className={styles.told}>
      <Icon size={40} className={styles.sign ?? ''} aria-hidden="true" />
      <h1 id="account-title" className={styles.title} ref={focusAtFirst} tabIndex={-1}>
        {title}
      </h1>
      <p>{text}</p>
      <Button as={Link} href={href} tone="bulb" size="large">
        {children}
      </Button>
    </div>
  )
}
