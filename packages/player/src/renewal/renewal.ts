import { readdress, renewDelay, type Source } from '../source.ts'

/**
 * Asks for addresses that work; null where the viewer may not watch any more. Rejects where nobody answers, and while a
 * film that is made once more has nothing yet.
 */
export type Renew = () => Promise<Source | null>

/** `kept`: asking brought nothing newer, so asking again would not either. `gone`: there is nothing to watch any more. */
export type RenewalState = 'fresh' | 'kept' | 'gone'

/** Keeps the signed addresses of what plays alive: ahead of their end, and when one is refused. */
export type Renewal = {
  readonly state: RenewalState
  /** A source that plays from now on, or the same one under new addresses. */
  take: (source: Source) => void
  /** Where a file is now, under the newest token; waits while one is on its way. */
  addressOf: (url: string) => Promise<string>
  /** What there is to play now, as `renew` answers; that changes nothing here. */
  look: () => Promise<Source | null>
  /** An address was refused; whether another try may bring it. */
  refused: (url: string) => boolean
  destroy: () => void
}

/** After nobody answered, milliseconds. */
const AGAIN_MS = 5_000

/** Requests under way at once are a handful. */
const MAX_UNDER_WAY = 64

/** `changed` is told of every answer that brings a source: under new addresses, or of another revision. */
export function createRenewal(renew: Renew, changed: (source: Source) => void): Renewal {
  let current: Source | undefined
  let state: RenewalState = 'fresh'
  let pending: Promise<void> | undefined
  let due = Number.POSITIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  let destroyed = false
  /** Which addresses a request went out under. */
  const underWay = new Map<string, string>()

  const wake = () => {
    if (document.visibilityState === 'visible' && Date.now() >= due) void ask()
  }
  document.addEventListener('visibilitychange', wake)

  function schedule(delay: number): void {
    clearTimeout(timer)
    // An answer may come when nobody watches any more.
    if (destroyed) return
    due = Date.now() + delay
    timer = setTimeout(() => void ask(), delay)
  }

  function take(source: Source): void {
    if (source.hls === current?.hls) return
    current = source
    state = 'fresh'
    schedule(renewDelay(source, Date.now()))
  }

  function ask(): Promise<void> {
    pending ??= settle().finally(() => {
      pending = undefined
    })
    return pending
  }

  async function settle(): Promise<void> {
    const before = current?.hls
    try {
      const source = await renew()
      if (destroyed) return
      if (!source) {
        state = 'gone'
        clearTimeout(timer)
        return
      }
      take(source)
      if (source.hls === before) state = 'kept'
      else changed(source)
    } catch {
      // Nobody answered: what plays goes on, and the next try is soon.
      schedule(AGAIN_MS)
    }
  }

  return {
    get state() {
      return state
    },
    take,
    async addressOf(url) {
      await pending
      if (!current) return url
      underWay.set(url, current.hls)
      const [oldest] = underWay.size > MAX_UNDER_WAY ? underWay.keys() : []
      if (oldest) underWay.delete(oldest)
      return readdress(url, current)
    },
    look: renew,
    refused(url) {
      if (underWay.get(url) !== current?.hls) return true
      if (state !== 'fresh') return false
      void ask()
      return true
    },
    destroy() {
      destroyed = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', wake)
    },
  }
}
