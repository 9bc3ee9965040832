/**
 * What of the playback tokens given out for a video is refused: `shared` those that viewers share, since it became
 * private and only its owner may go on; `all`, since it was deleted or taken down; `nothing`, since that was taken back.
 */
export type DenialScope = 'nothing' | 'shared' | 'all'

export interface Denial {
  /** The bare public id. */
  readonly video: string
  readonly scope: DenialScope
  /** When the last token that it refuses has expired by itself. */
  readonly until: Date
}

/** Sorted set in CACHE_REDIS_URL, members by {@link denialMember}, scored by `until` in seconds since 1970. */
export const DENIALS_KEY = 'playback:denials'

/** Pub/sub in CACHE_REDIS_URL: each message is a member of the set that is new. */
export const DENIALS_CHANNEL = 'playback:denials'

export const DENIAL_SCOPES = ['nothing', 'shared', 'all'] as const satisfies readonly DenialScope[]

/** `k3jd82jd8sk|shared|1795300000`: everything about a denial, in a set's member as in a message. */
export function denialMember({ video, scope, until }: Denial): string {
  return `${video}|${scope}|${toSeconds(until)}`
}

const MEMBER = /^([0-9A-Za-z]{11})\|(nothing|shared|all)\|(\d{1,12})$/

/** Null for what is not a member. */
export function parseDenialMember(member: string): Denial | null {
  const [, video, scope, seconds] = MEMBER.exec(member) ?? []
  if (!video || !scope) return null
  return { video, scope: scope as DenialScope, until: new Date(Number(seconds) * 1_000) }
}

/** Rounded up: no token outlives its denial. */
export function toSeconds(date: Date): number {
  return Math.ceil(date.getTime() / 1_000)
}
