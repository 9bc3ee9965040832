import { bufferedUntil } from '../../buffered-until.ts'
import { awaitFurther, type FurtherWait } from '../../growth/await-further.ts'
import { ASSUMED_TARGET_S, type Reach, readReach } from '../../growth/reach.ts'
import type { QualityChoice } from '../../quality/quality.ts'
import type { Source } from '../../source.ts'
import type { PlayerError } from '../../state.ts'
import type { Engine, EngineEvents, SwapKind } from '../engine.ts'

/** A playlist's lengths and where a browser ends its film differ by less. Seconds. */
const ROUNDING_S = 0.5

/** What tells that more of a film that grows is there. */
const LENGTHENED = ['durationchange', 'progress', 'timeupdate'] as const

/** The browser's own HLS (Safari). It chooses the rendition alone, and tells only the size on screen. */
export class NativeEngine implements Engine {
  readonly name = 'native' as const
  readonly #media: HTMLVideoElement
  readonly #events: EngineEvents
  #source: Source | undefined
  /** The element still plays from older addresses than `#source` has. */
  #renewed = false
  /** Why what plays is gone, whether or not that was told. */
  #failure: PlayerError | null = null
  /** For the next set, while it has less than what plays. */
  #wait: FurtherWait | undefined
  /** It was read, and is still being made: meanwhile a failure is kept back. */
  #remaking = false
  /** Ends the wait for more of what plays, where the browser has ended it. */
  #ending: AbortController | undefined
  readonly #ended = () => void this.#awaitMore()
  readonly #broken = () => this.#report()
  readonly #resized = () => this.#tellSize()
  readonly #lengthened = () => this.#tellReach()

  constructor(media: HTMLVideoElement, events: EngineEvents) {
    this.#media = media
    this.#events = events
    media.addEventListener('ended', this.#ended)
    media.addEventListener('error', this.#broken)
    media.addEventListener('resize', this.#resized)
    for (const name of LENGTHENED) media.addEventListener(name, this.#lengthened)
  }

  load(source: Source, startAt: number): void {
    this.#ending?.abort()
    this.#source = source
    this.#renewed = false
    this.#failure = null
    this.#events.error(null)
    this.#media.src = source.hls
    if (startAt > 0) this.#media.currentTime = startAt
  }

  async replace(source: Source, signal: AbortSignal): Promise<SwapKind | null> {
    this.#ending?.abort()
    const read = () => readReach(source)
    let waited = false
    const waits = () => {
      waited = true
      this.#tellWait()
    }
    const held = () => this.#held()
    const unread = () => this.#tellFailure()
    this.#wait = awaitFurther({ media: this.#media, read, held, waits, unread }, signal)
    const isFurther = await this.#wait.done
    this.#wait = undefined
    // What is kept back is told, or not, by what comes instead.
    if (signal.aborted) return null
    this.#remaking = false
    // Some browsers end a film where what is made of it ends.
    if (isFurther) return this.#goOver(source, !this.#media.paused || (waited && this.#media.ended))
    this.#tellFailure()
    return null
  }

  /** Chromium ends a film where what is made of it ends. */
  async #awaitMore(): Promise<void> {
    const media = this.#media
    const source = this.#source
    if (!source || this.#wait) return
    this.#ending?.abort()
    this.#ending = new AbortController()
    const { signal } = this.#ending
    let known: Reach | undefined
    const read = async () => {
      // Its addresses may be other ones by now.
      known = await readReach(this.#source ?? source)
      return known
    }
    const held = () => media.currentTime + ROUNDING_S
    let grows = false
    const waits = () => {
      grows = true
      if (known) this.#events.reach(known)
    }
    const isFurther = await awaitFurther({ media, read, held, waits, unread: () => {} }, signal).done
    if (!isFurther || signal.aborted || !known) return
    if (known.end > held()) await this.#goOver(this.#source ?? source, media.ended || !media.paused)
    else if (grows) this.#events.reach(known)
  }

  #tellFailure(): void {
    this.#remaking = false
    if (this.#failure) this.#events.error(this.#failure)
  }

  #tellWait(): void {
    this.#remaking = true
    this.#events.remaking()
    // What played is gone, and the film is not.
    if (this.#failure) this.#events.error(null)
  }

  #held(): number {
    return Math.max(this.#failure ? 0 : seekableUntil(this.#media), bufferedUntil(this.#media))
  }

  async #goOver(source: Source, plays: boolean): Promise<SwapKind> {
    const { currentTime, playbackRate } = this.#media
    this.load(source, currentTime)
    this.#media.playbackRate = playbackRate
    if (plays) await this.#media.play().catch(() => {})
    return 'reloaded'
  }

  /** Its addresses cannot be changed under it: the new ones are for when the old ones fail, or for now if they have. */
  renew(source: Source): void {
    this.#source = source
    this.#renewed = true
    this.#remaking = false
    if (this.#failure) this.#report()
  }

  choose(_choice: QualityChoice): void {}

  retry(): void {
    if (this.#source) this.load(this.#source, this.#media.currentTime)
  }

  destroy(): void {
    this.#ending?.abort()
    this.#media.removeEventListener('ended', this.#ended)
    this.#media.removeEventListener('error', this.#broken)
    this.#media.removeEventListener('resize', this.#resized)
    for (const name of LENGTHENED) this.#media.removeEventListener(name, this.#lengthened)
    this.#media.removeAttribute('src')
    this.#media.load()
  }

  #report(): void {
    if (this.#renewed && this.#source) {
      this.#renewed = false
      void this.#goOver(this.#source, !this.#media.paused)
      return
    }
    const network = this.#media.error?.code === MediaError.MEDIA_ERR_NETWORK
    this.#failure = { cause: network ? 'network' : 'decode', recovers: false }
    if (this.#remaking) this.#wait?.look()
    else this.#events.error(this.#failure)
  }

  /** What grows has no duration here, its playlists are the browser's, and Chromium lets nobody seek in it. */
  #tellReach(): void {
    const ended = this.#media.duration !== Number.POSITIVE_INFINITY
    const end = Math.max(seekableUntil(this.#media), bufferedUntil(this.#media))
    this.#events.reach({ end, ended, target: ASSUMED_TARGET_S })
  }

  #tellSize(): void {
    const { videoWidth: width, videoHeight: height } = this.#media
    this.#events.playing(height > 0 ? { index: 0, width, height, bitrate: 0, frameRate: 0 } : null)
  }
}

/** Seconds; 0 while nothing is known. */
function seekableUntil({ seekable }: HTMLMediaElement): number {
  return seekable.length > 0 ? seekable.end(seekable.length - 1) : 0
}
