'use client'

import type { Visibility } from '@marquee/schema/graphql'
import { Globe, Link2, Lock } from '@marquee/ui/icons'

export const VISIBILITIES: readonly Visibility[] = ['PRIVATE', 'UNLISTED', 'PUBLIC']

const ICONS = { PRIVATE: Lock, UNLISTED: Link2, PUBLIC: Globe }

export function VisibilityIcon({ of, size = 16 }: { of: Visibility; size?: number }) {
  const Icon = ICONS[of]
  return <Icon size={size} aria-hidden="true" />
}
