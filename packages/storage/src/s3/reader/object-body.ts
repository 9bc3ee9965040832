import { Readable, type Writable } from 'node:stream'
import type { Receiver } from './store-connection.ts'

/** What a body needs of what it comes by. */
export interface BodySource {
  resume(): void
  /** Nobody takes any more at the moment. Where somebody else needs what it comes by, that is let go of, and `givenUp` called. */
  stall(givenUp: () => void): void
  /** All of it was read. */
  done(): void
  /** Nobody wants the rest. */
  drop(): void
}

/**
 * The bytes of an object as they come: a Readable like any other, or, three times cheaper, poured into a Writable from
 * buffers that are used again. Nothing is read before somebody asks, and no faster than it is taken. What is poured may
 * lose its connection to somebody else while nobody takes it; the rest is asked for when it is wanted again.
 */
export class ObjectBody extends Readable implements Receiver {
  #left: number
  readonly #askForRest: ((left: number) => Promise<ObjectBody>) | undefined
  readonly #source: BodySource
  /** In their order. More than one piece where more comes than was asked for, as it does through TLS. */
  #held: { readonly bytes: Buffer; readonly release: () => void }[] = []
  #wanted = false
  #sink: Writable | undefined
  #settle: ((error?: Error) => void) | undefined
  #isGivenUp = false

  /** `askForRest` opens the last bytes of the same object anew. */
  constructor(length: number, source: BodySource, askForRest?: (left: number) => Promise<ObjectBody>) {
    super()
    this.#left = length
    this.#source = source
    this.#askForRest = askForRest
    // It may fail before anyone has looked at it; who looks later is told then.
    this.on('error', () => {})
    if (length === 0) this.#finish()
  }

  /** Bytes that are still to come. */
  get length(): number {
    return this.#left
  }

  receive(bytes: Buffer, release: () => void): boolean {
    const held = this.#held.reduce((sum, piece) => sum + piece.bytes.length, 0)
    if (held + bytes.length > this.#left) {
      this.destroy(new Error('the store sent more than it announced'))
      return false
    }
    if (this.#held.length > 0 || (!this.#wanted && !this.#sink)) {
      this.#held.push({ bytes, release })
      return false
    }
    return this.#pass(bytes, release)
  }

  lost(error: Error): void {
    this.destroy(error)
  }

  #pass(bytes: Buffer, release: () => void): boolean {
    this.#left -= bytes.length
    const isLast = this.#left === 0
    if (this.#sink) {
      const goesOn = this.#sink.write(bytes, (error) => {
        if (!error) release()
        if (error || isLast) this.#settle?.(error ?? undefined)
      })
      if (isLast) this.#source.done()
      else if (!goesOn && this.#askForRest) this.#source.stall(() => this.#giveUp())
      return goesOn || isLast
    }
    const copy = Buffer.from(bytes)
    release()
    this.#wanted = this.push(copy)
    if (isLast) this.#finish()
    return this.#wanted || isLast
  }

  #giveUp(): void {
    this.#isGivenUp = true
    // Asked for anew with the rest.
    for (const { release } of this.#held.splice(0)) release()
  }

  #finish(): void {
    this.push(null)
    this.#source.done()
  }

  #goOn(): void {
    for (let piece = this.#held.shift(); piece; piece = this.#held.shift())
      if (!this.#pass(piece.bytes, piece.release)) return
    if (this.#left > 0) this.#source.resume()
  }

  override _read(): void {
    this.#wanted = true
    if (this.#left > 0) this.#goOn()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#held = []
    if (this.#left > 0) this.#source.drop()
    done(error)
  }

  async #pourRest(sink: Writable): Promise<void> {
    const rest = await this.#askForRest?.(this.#left)
    if (rest?.length !== this.#left) {
      rest?.destroy()
      throw new Error('the store has another rest of the object')
    }
    await rest.pourInto(sink)
    this.#left = 0
  }

  /**
   * Writes all of it, and leaves `sink` open. Resolves when the system has the last byte; rejects when either side breaks
   * off, with the other side's connection let go.
   */
  pourInto(sink: Writable): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#left === 0) return resolve()
      const goOn = () => {
        if (!this.#isGivenUp) return this.#goOn()
        stopListening()
        this.#pourRest(sink).then(() => resolve(), settle)
      }
      const stopListening = () => {
        sink.off('drain', goOn).off('close', left)
        this.off('error', settle)
      }
      const settle = (error?: Error) => {
        stopListening()
        if (error) {
          this.destroy()
          reject(error)
        } else resolve()
      }
      const left = () => settle(new Error('the client left before the end'))
      if (this.destroyed || sink.destroyed)
        return settle(this.errored ?? new Error('there is nothing to pour'))
      this.#sink = sink
      this.#settle = settle
      sink.on('drain', goOn).on('close', left)
      this.on('error', settle)
      this.#goOn()
    })
  }
}
