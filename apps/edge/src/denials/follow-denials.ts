import { DENIALS_CHANNEL, DENIALS_KEY, parseDenialMember } from '@marquee/media'
import type { Logger } from '@marquee/service'
import { Redis } from 'ioredis'
import type { DenialList } from './denial-list.ts'

/** Messages may be lost without a broken connection; the whole list is read again this often. */
const READ_AGAIN_MS = 60_000
/** A start waits this long for the first reading, and then serves without. */
const FIRST_READING_MS = 2_000
const PAGE = 5_000

export interface Following {
  /** Resolves once the list was read, or when that took too long. */
  readonly started: Promise<void>
  /** Resolves while Redis answers. */
  check(): Promise<unknown>
  close(): void
}

/**
 * Keeps the list as Redis has it: all of it at the start, after each break and once a minute; each news as it is said.
 * While Redis is away the edge serves on with what it knows: an address that was revoked meanwhile works until Redis is
 * back, at most until it expires. What is missing from Redis is not forgotten here: Redis may have lost it.
 */
export function followDenials(url: string, list: DenialList, logger: Logger): Following {
  const options = {
    maxRetriesPerRequest: 1,
    connectTimeout: 2_000,
    // A machine that vanishes ends no connection.
    socketTimeout: 2_000,
    retryStrategy: (times: number) => Math.min(250 * times, 2_000),
  }
  const reader = new Redis(url, options)
  const listener = new Redis(url, options)
  let away = false

  const note = (member: string) => {
    const denial = parseDenialMember(member)
    if (denial) list.note(denial)
  }
  const readAll = async () => {
    const from = Math.floor(Date.now() / 1_000)
    for (let offset = 0; ; offset += PAGE) {
      const members = await reader.zrangebyscore(DENIALS_KEY, from, '+inf', 'LIMIT', offset, PAGE)
      for (const member of members) note(member)
      if (members.length < PAGE) return
    }
  }
  const readNow = async () => {
    try {
      await readAll()
      if (away) logger.info({ denials: list.size }, 'the deny list is followed again')
      away = false
    } catch (err) {
      if (!away) logger.warn({ err }, 'the deny list cannot be read; serving on with what is known of it')
      away = true
    }
  }

  for (const redis of [reader, listener]) {
    redis.on('error', (err: unknown) => logger.debug({ err }, 'the cache does not answer'))
  }
  listener.on('message', (_channel: string, member: string) => note(member))
  const started = new Promise<void>((resolve) => {
    // Listening first, so that nothing falls between the reading and the messages.
    listener.on('ready', async () => {
      await listener
        .subscribe(DENIALS_CHANNEL)
        .catch((err: unknown) => logger.debug({ err }, 'not subscribed'))
      await readNow()
      resolve()
    })
    setTimeout(resolve, FIRST_READING_MS).unref()
  })
  const timer = setInterval(readNow, READ_AGAIN_MS)
  timer.unref()
  return {
    started,
    check: () => reader.ping(),
    close() {
      clearInterval(timer)
      reader.disconnect()
      listener.disconnect()
    },
  }
}
