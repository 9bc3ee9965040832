import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ObjectBody } from './object-body.ts'

const TEXT = 'what comes through TLS comes on for a while'
const PIECES = TEXT.split(/(?<= )/).map((piece) => Buffer.from(piece))

/** A source that goes on for as long as it has something, whether it was stopped or not. */
function bodyThatGotAll(askForRest?: (left: number) => Promise<ObjectBody>) {
  const did = { done: 0, dropped: 0, released: 0, giveUp: () => {} }
  const source = {
    resume: () => {},
    stall: (giveUp: () => void) => {
      did.giveUp = giveUp
    },
    done: () => did.done++,
    drop: () => did.dropped++,
  }
  const body = new ObjectBody(TEXT.length, source, askForRest)
  for (const piece of PIECES) expect(body.receive(piece, () => did.released++)).toBe(false)
  return { body, did }
}

/** Takes one piece, and no more until `goOn`. */
function slowSink() {
  const taken: Buffer[] = []
  let goOn = () => {}
  const sink = new Writable({
    highWaterMark: 1,
    write(piece: Buffer, _, done) {
      taken.push(Buffer.from(piece))
      if (taken.length === 1) goOn = done
      else setImmediate(done)
    },
  })
  return { sink, goOn: () => goOn(), text: () => Buffer.concat(taken).toString() }
}

describe('ObjectBody, where several pieces come before anyone takes the first', () => {
  it('gives them all, in order, to who reads', async () => {
    const { body, did } = bodyThatGotAll()
    expect(Buffer.concat(await body.toArray()).toString()).toBe(TEXT)
    expect(did).toMatchObject({ done: 1, dropped: 0, released: PIECES.length })
  })

  it('pours them all, in order, as fast as they are taken', async () => {
    const { body, did } = bodyThatGotAll()
    const { sink, goOn, text } = slowSink()
    const poured = body.pourInto(sink)
    expect(text()).toBe('what ')
    goOn()
    await poured
    expect(text()).toBe(TEXT)
    expect(did).toMatchObject({ done: 1, dropped: 0, released: PIECES.length })
  })

  it('asks for those again that nobody had taken when it was given up', async () => {
    const asked: number[] = []
    const { body, did } = bodyThatGotAll(async (left) => {
      asked.push(left)
      const rest = new ObjectBody(left, { resume: () => {}, stall: () => {}, done: () => {}, drop: () => {} })
      rest.receive(Buffer.from(TEXT.slice(-left)), () => {})
      return rest
    })
    const { sink, goOn, text } = slowSink()
    const poured = body.pourInto(sink)
    did.giveUp()
    goOn()
    await poured
    expect(asked).toEqual([TEXT.length - 'what '.length])
    expect(text()).toBe(TEXT)
  })

  it('refuses more than was announced, whether the rest was taken or not', () => {
    const { body, did } = bodyThatGotAll()
    expect(body.receive(Buffer.from('!'), () => {})).toBe(false)
    expect(body.errored?.message).toBe('the store sent more than it announced')
    expect(did.dropped).toBe(1)
  })
})
