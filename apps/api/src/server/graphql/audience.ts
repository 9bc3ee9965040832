import type { Viewer } from '../../schema/index.ts'

/** Whom an installation grants something. */
export const AUDIENCES = ['everyone', 'signed-in', 'nobody'] as const

export type Audience = (typeof AUDIENCES)[number]

export function includes(audience: Audience, viewer: Viewer | null): boolean {
  return audience === 'everyone' || (audience === 'signed-in' && viewer !== null)
}
