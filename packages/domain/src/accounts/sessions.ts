import type { AuthSession } from '@marquee/schema/prisma'
import type { Database } from '../database/create-database.ts'

/** A signed-in device, without the token that it signs in with. */
export type SessionRow = Pick<AuthSession, 'id' | 'createdAt' | 'lastSeenAt' | 'userAgent'>

const COLUMNS = { id: true, createdAt: true, lastSeenAt: true, userAgent: true } as const

/** More than anybody has devices; the CLI signs in anew each time it runs. */
const MAX_LISTED = 100

/** Whom a person's sessions belong to: the sign-in library's id. */
export interface SessionOwner {
  readonly authUserId: string
}

/** Those that have not expired, the last seen first. */
export function listSessions(
  database: Database,
  { authUserId }: SessionOwner,
  now: Date,
): Promise<SessionRow[]> {
  return database.authSession.findMany({
    where: { userId: authUserId, expiresAt: { gt: now } },
    orderBy: { lastSeenAt: 'desc' },
    take: MAX_LISTED,
    select: COLUMNS,
  })
}

/** Those of the sessions that somebody may still use. */
export async function findLivingSessions(
  database: Database,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = await database.authSession.findMany({
    where: { id: { in: [...ids] }, expiresAt: { gt: now } },
    select: { id: true },
  })
  return new Set(rows.map(({ id }) => id))
}

/** Signs one device out. False where this person has no such session. */
export async function endSession(
  database: Database,
  { authUserId }: SessionOwner,
  sessionId: string,
): Promise<boolean> {
  const { count } = await database.authSession.deleteMany({ where: { id: sessionId, userId: authUserId } })
  return count > 0
}

/** Signs all devices out but one; says how many there were. */
export async function endOtherSessions(
  database: Database,
  { authUserId }: SessionOwner,
  keptSessionId: string,
): Promise<number> {
  const { count } = await database.authSession.deleteMany({
    where: { userId: authUserId, id: { not: keptSessionId } },
  })
  return count
}

/** How exactly a session knows when it was last seen: a write for every request would be too many. */
const SEEN_EVERY_MS = 60_000

/** Whether a session should be told that it is in use. */
export function shouldNoteSeen(lastSeenAt: Date, now: Date): boolean {
  return now.getTime() - lastSeenAt.getTime() >= SEEN_EVERY_MS
}

/** Of many requests at once, one writes. */
export async function noteSeen(database: Database, sessionId: string, now: Date): Promise<void> {
  await database.authSession.updateMany({
    where: { id: sessionId, lastSeenAt: { lte: new Date(now.getTime() - SEEN_EVERY_MS) } },
    data: { lastSeenAt: now },
  })
}
