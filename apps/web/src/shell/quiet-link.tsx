import Link from 'next/link'
import type { ComponentProps } from 'react'

/**
 * A link that waits to be followed. Lists show dozens of pages that are made on demand: fetching each ahead would ask the
 * servers for what nobody opens (17 requests a home page, measured).
 */
export function QuietLink(props: Omit<ComponentProps<typeof Link>, 'prefetch'>) {
  return <Link {...props} prefetch={false} />
}
