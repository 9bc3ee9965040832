import { Readable, type Writable } from 'node:stream'
import type { Receiver } from './store-connection.ts'

/** What a body needs of what it comes by. */
export interface BodySource {
  resume(): void
  /** All of it was read. */
  done(): void
  /** Nobody wants the rest. */
  drop(): void
}

/**
 * The bytes of an object as they come: a Readable like any other, or, three times cheaper, poured into a Writable from
 * buffers that are used again. Nothing is read before somebody asks, and no faster than it is taken.
 */
export class ObjectBody extends Readable implements Receiver {
  #left: number
  readonly #source: BodySource
  #held: { bytes: Buffer; release: () => void } | undefined
  #wanted = false
  #sink: Writable | undefined
  #settle: ((error?: Error) => void) | undefined

  constructor(length: number, source: BodySource) {
    super()
    this.#left = length
    this.#source = source
    // It may fail before anyone has looked at it; who looks later is told then.
    this.on('error', () => {})
    if (length === 0) this.#finish()
  }

  receive(bytes: Buffer, release: () => void): boolean {
    if (bytes.length > this.#left) {
      this.destroy(new Error('the store sent more than it announced'))
      return false
    }
    if (!this.#wanted && !this.#sink) {
      this.#held = { bytes, release }
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
      return goesOn || isLast
    }
    const copy = Buffer.from(bytes)
    release()
    this.#wanted = this.push(copy)
    if (isLast) this.#finish()
    return this.#wanted || isLast
  }

  #finish(): void {
    this.push(null)
    this.#source.done()
  }

  #goOn(): void {
    const held = this.#held
    this.#held = undefined
    if (!held || this.#pass(held.bytes, held.release)) {
      if (this.#left > 0) this.#source.resume()
    }
  }

  override _read(): void {
    this.#wanted = true
    if (this.#left > 0) this.#goOn()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#held = undefined
    if (this.#left > 0) this.#source.drop()
    done(error)
  }

  /**
   * Writes all of it, and leaves `sink` open. Resolves when the system has the last byte; rejects when either side breaks
   * off, with the other side's connection let go.
   */
  pourInto(sink: Writable): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#left === 0) return resolve()
      const goOn = () => this.#goOn()
      const settle = (error?: Error) => {
        sink.off('drain', goOn).off('close', left)
        this.off('error', settle)
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
