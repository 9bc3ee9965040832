import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToKey, objectPath, readEntryName } from './escape-key.ts'

/** The key that a listing reads back from a path. */
function keyOf(path: string): string {
  return bytesToKey(
    path
      .split('/')
      .map((name) => readEntryName(name).adds)
      .join(''),
  )
}

/** Keys that are made to collide: few characters, many slashes, long components. */
const keys = fc
  .array(
    fc.oneof(fc.constantFrom('/', 'a', 'A', '.', '~', '+', '=', '%', 'é', '😀'), fc.constant('x'.repeat(63))),
    {
      minLength: 1,
      maxLength: 20,
    },
  )
  .map((pieces) => pieces.join(''))

describe('objectPath', () => {
  it('keeps the usual keys readable', () => {
    expect(objectPath('videos/k3x9/poster.jpg')).toBe('videos/k3x9/poster.jpg~')
  })

  it('reads back every key', () => {
    fc.assert(fc.property(keys, (key) => keyOf(objectPath(key)) === key))
  })

  it('never gives two keys one path, nor one path below the file of another, whatever the case', () => {
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        const [one, two] = [objectPath(a).toLowerCase(), objectPath(b).toLowerCase()]
        return a === b || (one !== two && !two.startsWith(`${one}/`))
      }),
    )
  })

  it('stays below its folder and within the bounds of file names', () => {
    fc.assert(
      fc.property(keys, (key) =>
        objectPath(key)
          .split('/')
          .every((name) => name !== '' && name !== '.' && name !== '..' && name.length <= 255),
      ),
    )
    expect(objectPath('../../etc/passwd')).toBe('%2e./%2e./etc/passwd~')
  })
})
