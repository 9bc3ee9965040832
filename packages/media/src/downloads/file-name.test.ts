import { describe, expect, it } from 'vitest'
import { fileNameOf } from './file-name.ts'

const FAMILY = '👨‍👩‍👧‍👦'

describe('fileNameOf', () => {
  it.each([
    ['a title', 'My film', 'My film'],
    ['any language', '빅 벅 버니 – Ünï', '빅 벅 버니 – Ünï'],
    ['a path', '../../etc/passwd', 'etc passwd'],
    ['quotes and a backslash', 'a "b" \\ c', 'a b c'],
    ['lines', 'a\r\nSet-Cookie: b', 'a Set-Cookie b'],
    ['a letter that turns the direction', 'x\u202e4pm.exe', 'x 4pm.exe'],
    ['a hidden file', '...hidden...', 'hidden'],
    ['nothing that is a name', ' /:*?. ', 'video'],
    ['nothing', '', 'video'],
    ['half a letter', 'a\ud83d', 'a'],
    ['an emoji of several parts', FAMILY, FAMILY],
  ])('makes a name of %s', (_, title, name) => {
    expect(fileNameOf(title)).toBe(name)
    expect(fileNameOf(name)).toBe(name)
  })

  it('cuts what is too long between two letters', () => {
    // 25 bytes each, of 180.
    expect(fileNameOf(FAMILY.repeat(20))).toBe(FAMILY.repeat(7))
    expect(fileNameOf('é'.repeat(100))).toBe('é'.repeat(90))
  })
})
