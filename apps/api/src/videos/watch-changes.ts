import { withinTime } from '@marquee/domain/metadata'
import { videoChanged, videoChannel } from '@marquee/domain/videos'
import type { Logger } from '@marquee/service'
import type { Redis } from 'ioredis'
import type { VideoChanges } from '../schema/index.ts'

/** Pub/sub loses messages when a connection breaks; a look this often bounds how late a watcher can be. */
const LOOK_ANYWAY_MS = 10_000
/** How long a watcher waits for its subscription before it relies on looking. */
const SUBSCRIBE_MS = 200

type Wake = () => void

/** Who watches one video, and the moment from which its changes are heard. */
interface Audience {
  readonly waiting: Set<Wake>
  heard: Promise<void>
}

/**
 * Changes of videos over one subscriber connection for the whole process, however many watch.
 * `publisher` and `subscriber` are connections to CACHE_REDIS_URL; the second serves nothing else.
 */
export function createVideoChanges(publisher: Redis, subscriber: Redis, logger: Logger): VideoChanges {
  const audiences = new Map<string, Audience>()

  subscriber.on('message', (channel: string) => wakeAll(audiences.get(channel)))
  // What was said while the connection was down is unknown: everyone looks, once everything is heard again.
  subscriber.on('ready', () => {
    const heard = hear([...audiences.keys()])
    for (const audience of audiences.values()) {
      audience.heard = heard
      void heard.then(() => wakeAll(audience))
    }
  })

  async function hear(channels: readonly string[]): Promise<void> {
    if (channels.length === 0) return
    const heard = subscriber.subscribe(...channels)
    try {
      await withinTime(heard, SUBSCRIBE_MS)
    } catch (err) {
      logger.warn(
        { err, channels: channels.length },
        'changes are looked for, not heard: Redis does not answer',
      )
      // What is said between the first look and then is unknown.
      const look = () => {
        for (const channel of channels) wakeAll(audiences.get(channel))
      }
      heard.then(look, () => undefined)
    }
  }

  /** Resolves when changes are heard, so that whoever looks then misses none. */
  async function join(channel: string, wake: Wake): Promise<void> {
    const audience = audiences.get(channel) ?? { waiting: new Set(), heard: hear([channel]) }
    audiences.set(channel, audience)
    audience.waiting.add(wake)
    await audience.heard
  }

  function leave(channel: string, wake: Wake): void {
    const waiting = audiences.get(channel)?.waiting
    waiting?.delete(wake)
    if (waiting?.size !== 0) return
    audiences.delete(channel)
    subscriber
      .unsubscribe(channel)
      .catch((err: unknown) => logger.debug({ err, channel }, 'not unsubscribed'))
  }

  return {
    announce: (video) => videoChanged(publisher, video),
    async *watch(publicId, signal) {
      const channel = videoChannel(publicId)
      const flag = createFlag(signal)
      const timer = setInterval(flag.raise, LOOK_ANYWAY_MS)
      try {
        await join(channel, flag.raise)
        // Subscribed before the first look, so that nothing falls in between.
        flag.raise()
        while (await flag.lowered()) yield
      } finally {
        clearInterval(timer)
        leave(channel, flag.raise)
      }
    },
  }
}

function wakeAll(audience: Audience | undefined): void {
  for (const wake of audience?.waiting ?? []) wake()
}

/** Raised any number of times, taken down once; `lowered` resolves to false when the signal aborts. */
function createFlag(signal: AbortSignal) {
  let raised = false
  let notify: Wake = () => {}
  const raise = () => {
    raised = true
    notify()
  }
  signal.addEventListener('abort', () => notify(), { once: true })
  return {
    raise,
    async lowered(): Promise<boolean> {
      while (!raised && !signal.aborted) {
        await new Promise<void>((resolve) => {
          notify = resolve
        })
      }
      raised = false
      return !signal.aborted
    },
  }
}
