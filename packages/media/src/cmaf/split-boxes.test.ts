import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CmafFailure } from './cmaf-failure.ts'
import { createBoxSplitter } from './split-boxes.ts'
import { box, concatenate, letters, uint32s, uint64 } from './write-boxes.ts'

/** A box whose size is written in 64 bits. */
const longBox = (type: string, content: Uint8Array) =>
  concatenate([uint32s(1), letters(type), uint64(16 + content.length), content])

describe('createBoxSplitter', () => {
  it('finds the same boxes however the file is cut to pieces', () => {
    const boxes = fc.array(
      fc.tuple(fc.constantFrom('moof', 'mdat'), fc.uint8Array({ maxLength: 60 }), fc.boolean()),
      { minLength: 1, maxLength: 8 },
    )
    fc.assert(
      fc.property(boxes, fc.integer({ min: 1, max: 50 }), (contents, size) => {
        const written = contents.map(([type, content, long]) =>
          long ? longBox(type, content) : box(type, content),
        )
        const file = concatenate(written)
        const splitter = createBoxSplitter()
        const found = Array.from({ length: Math.ceil(file.length / size) }, (_, piece) =>
          splitter.push(file.subarray(piece * size, (piece + 1) * size)),
        ).flat()
        expect(found.map(({ type, bytes, content }) => ({ type, bytes, content }))).toEqual(
          contents.map(([type, , long], index) => ({
            type,
            bytes: written[index],
            content: long ? 16 : 8,
          })),
        )
        expect(splitter.pending).toBe(0)
      }),
    )
  })

  it('says that a box is not whole', () => {
    const splitter = createBoxSplitter()
    expect(splitter.push(box('mdat', new Uint8Array(20)).subarray(0, 12))).toEqual([])
    expect(splitter.pending).toBe(12)
  })

  it.each([
    ['a size smaller than a header', concatenate([uint32s(7), letters('moof')])],
    ['a size «to the end»', concatenate([uint32s(0), letters('mdat')])],
    ['a size beyond reason', concatenate([uint32s(0xffffffff), letters('mdat')])],
  ])('refuses %s', (_, bytes) => {
    expect(() => createBoxSplitter().push(bytes)).toThrow(CmafFailure)
  })
})
