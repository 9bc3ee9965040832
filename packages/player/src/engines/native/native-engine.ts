import type { QualityChoice } from '../../quality/quality.ts'
import type { Source } from '../../source.ts'
import type { Engine, EngineEvents, SwapKind } from '../engine.ts'

/** The browser's own HLS (Safari). It chooses the rendition alone, and tells only the size on screen. */
export class NativeEngine implements Engine {
  readonly name = 'native' as const
  readonly #media: HTMLVideoElement
  readonly #events: EngineEvents
  #source: Source | undefined
  /** The element still plays from older addresses than `#source` has. */
  #renewed = false
  readonly #failed = () => this.#report()
  readonly #resized = () => this.#tellSize()
  /** What grows has no duration here. */
  readonly #lengthened = () => this.#events.growing(this.#media.duration === Number.POSITIVE_INFINITY)

  constructor(media: HTMLVideoElement, events: EngineEvents) {
    this.#media = media
    this.#events = events
    media.addEventListener('error', this.#failed)
    media.addEventListener('resize', this.#resized)
    media.addEventListener('durationchange', this.#lengthened)
  }

  load(source: Source, startAt: number): void {
    this.#source = source
    this.#renewed = false
    this.#events.error(null)
    this.#media.src = source.hls
    if (startAt > 0) this.#media.currentTime = startAt
  }

  async replace(source: Source): Promise<SwapKind> {
    const { currentTime, paused, playbackRate } = this.#media
    this.load(source, currentTime)
    this.#media.playbackRate = playbackRate
    if (!paused) await this.#media.play().catch(() => {})
    return 'reloaded'
  }

  /** Its addresses cannot be changed under it: the new ones are for when the old ones fail. */
  renew(source: Source): void {
    this.#source = source
    this.#renewed = true
  }

  choose(_choice: QualityChoice): void {}

  retry(): void {
    if (this.#source) this.load(this.#source, this.#media.currentTime)
  }

  destroy(): void {
    this.#media.removeEventListener('error', this.#failed)
    this.#media.removeEventListener('resize', this.#resized)
    this.#media.removeEventListener('durationchange', this.#lengthened)
    this.#media.removeAttribute('src')
    this.#media.load()
  }

  #report(): void {
    if (this.#renewed && this.#source) {
      this.#renewed = false
      void this.replace(this.#source)
      return
    }
    const network = this.#media.error?.code === MediaError.MEDIA_ERR_NETWORK
    this.#events.error({ cause: network ? 'network' : 'decode', recovers: false })
  }

  #tellSize(): void {
    const { videoWidth: width, videoHeight: height } = this.#media
    this.#events.playing(height > 0 ? { index: 0, width, height, bitrate: 0, frameRate: 0 } : null)
  }
}
