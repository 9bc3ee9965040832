import type { Database } from '@marquee/domain'
import { findLivingSessions, SESSIONS_ENDED_CHANNEL, sessionsEnded } from '@marquee/domain/accounts'
import type { Logger } from '@marquee/service'
import type { Redis } from 'ioredis'
import type { Viewer } from '../schema/index.ts'

/** Milliseconds between two looks of our own: how long a connection may outlive its session while Redis is away. */
const LOOK_ANYWAY_MS = 60_000

type Session = Viewer['session']

/** A connection that lasts longer than a request. */
export interface Connection {
  /** Tells the client that it is signed out, and closes. */
  end(): void
}

export interface SessionWatch {
  /** Ends the connection when its session has ended. Answers how to watch it no more. */
  keep(session: Session, connection: Connection): () => void
  /** Says, to all instances, that sessions of this person were ended. Waits for nobody, and never fails. */
  ended(authUserId: string): void
  close(): void
}

export interface SessionWatchOptions {
  readonly database: Database
  readonly publisher: Redis
  /** A connection to CACHE_REDIS_URL that only subscribes. */
  readonly subscriber: Redis
  readonly logger: Logger
  readonly lookEveryMs?: number
}

/**
 * Has no connection outlive the session that it was opened with. Redis says whose sessions to look at, PostgreSQL which
 * of them are left; what Redis did not say is found at the next look.
 */
export function createSessionWatch(options: SessionWatchOptions): SessionWatch {
  const { database, publisher, subscriber, logger, lookEveryMs = LOOK_ANYWAY_MS } = options
  const kept = new Map<Connection, Session>()

  async function look(concerns: (session: Session) => boolean = () => true): Promise<void> {
    const looked = [...kept].filter(([, session]) => concerns(session))
    if (looked.length === 0) return
    const ids = new Set(looked.map(([, { id }]) => id))
    try {
      const living = await findLivingSessions(database, [...ids], new Date())
      for (const [connection] of looked.filter(([, { id }]) => !living.has(id))) {
        kept.delete(connection)
        connection.end()
      }
    } catch (err) {
      logger.warn({ err, sessions: ids.size }, 'whether sessions have ended is looked for again')
    }
  }
  const lookAt = (person: string) => look(({ authUserId }) => authUserId === person)

  subscriber.on('message', (channel: string, person: string) => {
    if (channel === SESSIONS_ENDED_CHANNEL) void lookAt(person)
  })
  subscriber.on('ready', () => {
    subscriber
      .subscribe(SESSIONS_ENDED_CHANNEL)
      // What was said meanwhile is unknown.
      .then(() => look())
      .catch((err: unknown) => logger.warn({ err }, 'that sessions end is looked for, not heard'))
  })
  const timer = setInterval(() => void look(), lookEveryMs)
  timer.unref()

  return {
    keep(session, connection) {
      kept.set(connection, session)
      return () => kept.delete(connection)
    },
    ended(authUserId) {
      void lookAt(authUserId)
      sessionsEnded(publisher, authUserId).catch((err: unknown) =>
        logger.warn({ err }, 'other instances find ended sessions by themselves: Redis does not answer'),
      )
    },
    close: () => clearInterval(timer),
  }
}
