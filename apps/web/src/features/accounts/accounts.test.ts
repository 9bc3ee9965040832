import { describe, expect, it } from 'vitest'
import { problemOf } from './authenticate.ts'
import { paragraphsOf } from './mailbox/mailbox.ts'
import { safeNext } from './safe-next.ts'

describe('safeNext', () => {
  it.each([
    ['/studio', '/studio'],
    ['/watch/abc?t=1', '/watch/abc?t=1'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/\n\\evil.example', '/'],
    ['https://evil.example', '/'],
    [undefined, '/'],
    [['/a', '/b'], '/'],
  ])('takes %j to %s', (wanted, path) => {
    expect(safeNext(wanted)).toBe(path)
  })
})

describe('problemOf', () => {
  it('puts a problem at the field it belongs to', () => {
    expect(problemOf(400, 'PASSWORD_TOO_SHORT')).toMatchObject({ field: 'password' })
    expect(problemOf(400, 'INVALID_PASSWORD')).toMatchObject({ field: 'current', words: 'errorCurrent' })
    expect(problemOf(403, 'DEMO_ACCOUNT')).toMatchObject({ field: null, words: 'errorDemo' })
    expect(problemOf(401, 'INVALID_EMAIL_OR_PASSWORD')).toMatchObject({
      field: null,
      words: 'errorCredentials',
    })
  })
  it('names what it does not know', () => {
    expect(problemOf(418, '')).toMatchObject({ words: 'errorOther', code: 'HTTP_418' })
    expect(problemOf(429, 'X')).toMatchObject({ words: 'errorTooMany' })
  })
})

describe('paragraphsOf', () => {
  it('tells the link of a mail from what is said around it', () => {
    expect(paragraphsOf('Hello,\n\nhttp://x.example/y?z=1\n\nSee https://x.example for more')).toEqual([
      { text: 'Hello,', isLink: false },
      { text: 'http://x.example/y?z=1', isLink: true },
      { text: 'See https://x.example for more', isLink: false },
    ])
  })
})
