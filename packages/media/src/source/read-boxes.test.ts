import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listBoxes, readBoxHeader, readMovieHeader } from './read-boxes.ts'

function box(type: string, ...content: Uint8Array[]): Uint8Array {
  const size = 8 + content.reduce((sum, part) => sum + part.length, 0)
  const bytes = new Uint8Array(size)
  new DataView(bytes.buffer).setUint32(0, size)
  bytes.set(
    [...type].map((letter) => letter.charCodeAt(0)),
    4,
  )
  let at = 8
  for (const part of content) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const zeros = (count: number) => new Uint8Array(count)

function track(handler: string, width: number, height: number): Uint8Array {
  const entry = box('avc1', zeros(70))
  new DataView(entry.buffer).setUint16(32, width)
  new DataView(entry.buffer).setUint16(34, height)
  const type = Uint8Array.from([...handler].map((letter) => letter.charCodeAt(0)))
  const table = box('stbl', box('stsd', zeros(8), entry))
  return box('trak', box('mdia', box('hdlr', zeros(8), type, zeros(12)), box('minf', table)))
}

/** Bytes of a sample entry up to its height. */
const SMALLEST_VISUAL_ENTRY = 36

const content = (moov: Uint8Array) => moov.subarray(8)

describe('readMovieHeader', () => {
  it('reads the sizes that sample entries state', () => {
    const moov = box('moov', box('mvhd', zeros(100)), track('vide', 65_535, 720), track('soun', 1, 1))
    expect(readMovieHeader(content(moov))).toEqual({
      stated: [{ width: 65_535, height: 720 }],
      fragmented: false,
    })
  })

  it('knows a fragmented file', () => {
    expect(readMovieHeader(content(box('moov', box('mvex')))).fragmented).toBe(true)
  })

  it('survives any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => readMovieHeader(bytes) !== null))
    const moov = content(box('moov', track('vide', 1280, 720)))
    fc.assert(
      fc.property(fc.nat(moov.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const damaged = Uint8Array.from(moov)
        damaged[at] = value
        // A damaged size may end its entry early, and what is left of it looks like another.
        return readMovieHeader(damaged).stated.length <= moov.length / SMALLEST_VISUAL_ENTRY
      }),
    )
  })

  it('reads what a cut entry leaves behind as another', () => {
    const moov = content(box('moov', track('vide', 1280, 720)))
    const at = moov.length - box('avc1', zeros(70)).length + 3
    moov[at] = SMALLEST_VISUAL_ENTRY
    expect(readMovieHeader(moov).stated).toEqual([
      { width: 1280, height: 720 },
      { width: 0, height: 0 },
    ])
  })
})

describe('readBoxHeader', () => {
  it('reads 64-bit sizes and a size of 0', () => {
    const large = zeros(16)
    new DataView(large.buffer).setUint32(0, 1)
    new DataView(large.buffer).setBigUint64(8, 5_000_000_000n)
    expect(readBoxHeader(large, 0, 0, 100)?.end).toBe(5_000_000_000)
    expect(readBoxHeader(zeros(8), 0, 40, 100)?.end).toBe(100)
  })

  it('refuses a size smaller than its own header', () => {
    const tiny = zeros(8)
    new DataView(tiny.buffer).setUint32(0, 7)
    expect(readBoxHeader(tiny, 0, 0, 100)).toBeNull()
    expect(listBoxes(tiny, 0, 8)).toEqual([])
  })
})
