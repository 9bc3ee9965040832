import type Hls from 'hls.js'
import type { ErrorData } from 'hls.js'
import { bufferedUntil } from '../../buffered-until.ts'
import { freezeFrame } from '../../freeze-frame.ts'
import { awaitFurther, type FurtherWait } from '../../growth/await-further.ts'
import { readReach } from '../../growth/reach.ts'
import { indexOfChoice, type QualityChoice } from '../../quality/quality.ts'
import type { Renewal } from '../../renewal/renewal.ts'
import type { Source } from '../../source.ts'
import type { PlayerError } from '../../state.ts'
import type { Engine, EngineEvents, SwapKind } from '../engine.ts'
import type { DecoderTable } from './choose-codec.ts'
import { classifyError, retryDelay } from './classify-error.ts'
import { type Buffers, dropBehindHole } from './drop-behind-hole.ts'
import { hlsConfig } from './hls-config.ts'
import { codecOf, keepOneCodec } from './keep-one-codec.ts'
import { keepOneSound } from './keep-one-sound.ts'
import { makeRoom } from './make-room.ts'
import { readQualities } from './read-qualities.ts'
import { canTransfer, cutAround, findSeam, manifestParsed } from './swap-revision.ts'

type HlsClass = typeof Hls

/** Start at a good picture on today's lines: 1080p of our ladder fits in this. Bits a second. */
const FIRST_ESTIMATE = 6_000_000

/** A decoder that fails gets this many new starts within one source. */
const MEDIA_RECOVERIES = 2

/** hls.js on Media Source Extensions. */
export class HlsEngine implements Engine {
  readonly name = 'hls.js' as const
  readonly #Hls: HlsClass
  readonly #media: HTMLVideoElement
  readonly #events: EngineEvents
  readonly #renewal: Renewal
  readonly #decoders: DecoderTable
  readonly #online = () => this.#tryAgain()
  readonly #movedOn = () => {
    if (this.#attached)
      dropBehindHole(this.#attached, this.#buffers, this.#media, this.#Hls.Events.BUFFER_FLUSHING)
  }
  #hls: Hls | undefined
  /** The instance that holds the media element with its buffers. */
  #attached: Hls | undefined
  #buffers: Buffers = {}
  #source: Source | undefined
  #choice: QualityChoice = 'auto'
  /** Of the pictures that play: the next set goes on in it, if it can. */
  #codec: string | undefined
  #attempt = 0
  #recoveries = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Why what plays is gone, or stands, whether or not that was told. */
  #failure: PlayerError | null = null
  /** For the next set, while it has less than what plays. */
  #wait: FurtherWait | undefined
  /** It was read, and is still being made: meanwhile a failure is kept back. */
  #remaking = false

  constructor(
    { Hls, decoders }: { readonly Hls: HlsClass; readonly decoders: DecoderTable },
    media: HTMLVideoElement,
    events: EngineEvents,
    renewal: Renewal,
  ) {
    this.#Hls = Hls
    this.#decoders = decoders
    this.#renewal = renewal
    this.#media = media
    this.#events = events
    window.addEventListener('online', this.#online)
    media.addEventListener('timeupdate', this.#movedOn)
  }

  load(source: Source, startAt: number): void {
    this.#hls?.destroy()
    const hls = this.#create(source, startAt)
    this.#use(hls, source)
    hls.attachMedia(this.#media)
  }

  /**
   * The next set is waited for until it holds more, and prepared beside the one that plays. Then MediaSource and buffers
   * move over, and the picture runs on; where the sets do not fit into the same buffers, it is loaded anew at the same place.
   */
  async replace(source: Source, signal: AbortSignal): Promise<SwapKind | null> {
    const read = () => readReach(source)
    const [held, waits, unread] = [() => this.#held(), () => this.#tellWait(), () => this.#tellFailure()]
    this.#wait = awaitFurther({ media: this.#media, read, held, waits, unread }, signal)
    const isFurther = await this.#wait.done
    this.#wait = undefined
    // What is kept back is told, or not, by what comes instead.
    if (signal.aborted) return null
    this.#remaking = false
    if (isFurther) return this.#goOver(source)
    this.#tellFailure()
    return null
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

  /** How much of the film can be watched in what plays, in seconds: of a set that is gone, what is buffered. */
  #held(): number {
    const edge = this.#failure ? 0 : (this.#hls?.latestLevelDetails?.edge ?? 0)
    return Math.max(edge, bufferedUntil(this.#media))
  }

  async #goOver(source: Source): Promise<SwapKind> {
    const current = this.#hls
    if (!current || this.#failure) {
      this.#reload(source)
      return 'reloaded'
    }
    const next = this.#create(source, this.#media.currentTime, false)
    let seam: number | undefined
    try {
      await manifestParsed(next, this.#Hls)
      seam = await findSeam(next, this.#media)
    } catch (cause) {
      next.destroy()
      throw new Error('the next set cannot be read', { cause })
    }
    if (this.#hls !== current) {
      next.destroy()
      return 'reloaded'
    }
    current.stopLoad()
    const transfer = canTransfer(current, next) ? current.transferMedia() : null
    if (!transfer) {
      next.destroy()
      this.#reload(source)
      return 'reloaded'
    }
    await cutAround(this.#media.currentTime, seam, transfer)
    next.attachMedia(transfer)
    // From where the buffer ends, and without a seek to it.
    next.startLoad(bufferedUntil(this.#media), true)
    this.#use(next, source)
    current.destroy()
    return 'seamless'
  }

  /** Every request goes out under the newest address; one that was given up begins anew. */
  renew(source: Source): void {
    this.#source = source
    this.#tellFailure()
    this.#tryAgain()
  }

  /** An instance that is still taking the element over gets the choice once it has it: before, it would stop for good. */
  choose(choice: QualityChoice): void {
    this.#choice = choice
    if (this.#attached && this.#attached === this.#hls) this.#choose(this.#attached, choice)
  }

  #choose(hls: Hls, choice: QualityChoice): void {
    const { BUFFER_FLUSHING } = this.#Hls.Events
    let madeRoom = false
    const noted = () => {
      madeRoom = true
    }
    hls.on(BUFFER_FLUSHING, noted)
    hls.nextLevel = indexOfChoice(choice, readQualities(hls.levels))
    hls.off(BUFFER_FLUSHING, noted)
    if (choice !== 'auto' && !madeRoom) makeRoom(hls, this.#media, BUFFER_FLUSHING)
  }

  retry(): void {
    this.#recoveries = 0
    if (this.#source) this.#reload(this.#source)
  }

  destroy(): void {
    window.removeEventListener('online', this.#online)
    this.#media.removeEventListener('timeupdate', this.#movedOn)
    clearTimeout(this.#timer)
    this.#hls?.destroy()
    this.#hls = undefined
  }

  /** Loads anew where the viewer is, under a still of what they see. Emptying the element forgets speed and playing. */
  #reload(source: Source): void {
    const { currentTime, paused, playbackRate } = this.#media
    const thaw = freezeFrame(this.#media)
    this.load(source, currentTime)
    this.#media.playbackRate = playbackRate
    if (paused) this.#media.addEventListener('seeked', thaw, { once: true })
    else this.#media.play().catch(thaw)
  }

  #create(source: Source, startAt: number, startsLoading = true): Hls {
    const bandwidth = this.#hls?.bandwidthEstimate || FIRST_ESTIMATE
    const hls = new this.#Hls({
      ...hlsConfig(startAt, bandwidth, this.#renewal),
      autoStartLoad: startsLoading,
    })
    const { Events } = this.#Hls
    hls.on(Events.MANIFEST_PARSED, () => {
      keepOneSound(hls)
      keepOneCodec(hls, this.#decoders, this.#codec)
      const index = indexOfChoice(this.#choice, readQualities(hls.levels))
      if (index >= 0) hls.loadLevel = index
      // Where the best is not the first, the better ones are still being made.
      else if (hls.firstLevel < hls.levels.length - 1) hls.startLevel = hls.firstLevel
      if (hls === this.#hls) this.#tell(hls)
    })
    hls.on(Events.LEVEL_LOADED, (_, { details }) => {
      const { edge: end, live, targetduration: target } = details
      if (hls === this.#hls) this.#events.reach({ end, ended: !live, target })
    })
    hls.on(Events.MEDIA_ATTACHED, () => {
      this.#attached = hls
      if (indexOfChoice(this.#choice, readQualities(hls.levels)) !== hls.manualLevel)
        this.choose(this.#choice)
    })
    hls.on(Events.BUFFER_CREATED, (_, { tracks }) => {
      const buffers = Object.entries(tracks).map(([type, { buffer }]) => [type, buffer])
      this.#buffers = Object.fromEntries(buffers)
    })
    hls.on(Events.MEDIA_DETACHING, () => {
      if (hls !== this.#attached) return
      this.#attached = undefined
      this.#buffers = {}
    })
    hls.on(Events.FRAG_CHANGED, (_, { frag }) => {
      if (hls === this.#hls && frag.type === 'main') {
        this.#events.playing(readQualities(hls.levels)[frag.level] ?? null)
      }
    })
    hls.on(Events.FRAG_BUFFERED, () => {
      if (hls === this.#hls) this.#healed()
    })
    hls.on(Events.ERROR, (_, data) => {
      if (hls === this.#hls) this.#handle(hls, data)
    })
    hls.loadSource(source.hls)
    return hls
  }

  #use(hls: Hls, source: Source): void {
    this.#hls = hls
    this.#source = source
    this.#failure = null
    this.#attempt = 0
    clearTimeout(this.#timer)
    this.#events.error(null)
    this.#tell(hls)
  }

  #tell(hls: Hls): void {
    const [level] = hls.levels
    if (!level) return
    this.#codec = codecOf(level)
    this.#events.qualities(readQualities(hls.levels))
  }

  #healed(): void {
    if (!this.#failure && this.#attempt === 0) return
    this.#failure = null
    this.#attempt = 0
    clearTimeout(this.#timer)
    this.#events.error(null)
  }

  #handle(hls: Hls, data: ErrorData): void {
    if (data.fatal && data.type === this.#Hls.ErrorTypes.MEDIA_ERROR && this.#recoveries < MEDIA_RECOVERIES) {
      this.#recoveries += 1
      hls.recoverMediaError()
      return
    }
    const { type, fatal, response } = data
    const error = classifyError({ type, fatal, status: response?.code, gone: this.#renewal.state === 'gone' })
    if (!error) return
    this.#failure = error
    if (this.#remaking && !error.recovers) {
      this.#wait?.look()
      return
    }
    this.#events.error(error)
    if (error.recovers) this.#later()
  }

  #later(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#tryAgain(), retryDelay(this.#attempt))
    this.#attempt += 1
  }

  /** Goes on loading after a network error; a playlist that never came is asked for from the start. */
  #tryAgain(): void {
    const hls = this.#hls
    if (!hls || !this.#failure || !this.#source) return
    if (hls.levels.length === 0) hls.loadSource(this.#source.hls)
    else hls.startLoad(this.#media.currentTime)
  }
}
