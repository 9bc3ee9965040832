'use client'

import { useLinkStatus } from 'next/link'
import styles from './link-pending.module.css'

/** Inside a link: turns while its page is on the way, unless that is there at once. */
export function LinkPending() {
  const { pending } = useLinkStatus()
  return pending ? <span className={`mq-spinner ${styles.pending}`} aria-hidden="true" /> : null
}
