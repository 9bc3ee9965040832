import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createTranslator } from 'next-intl'
import { describe, expect, it } from 'vitest'
import { pseudo, pseudoMessages } from '../../tooling/pseudo-locale.mjs'
import { chooseLocale, LOCALES } from './locales.ts'
import { type Messages, mergeMessages } from './merge-messages.ts'

const folder = path.resolve(import.meta.dirname, '../../messages')
const read = (code: string): Messages => JSON.parse(readFileSync(path.join(folder, `${code}.json`), 'utf8'))

/** Every message with its path; `{name}` arguments and `<link>` tags count, what is said around them does not. */
function outline(messages: Messages, at = ''): string[] {
  return Object.entries(messages).flatMap(([key, value]) => {
    const here = at ? `${at}.${key}` : key
    if (typeof value !== 'string') return outline(value as Messages, here)
    const parts = [...value.matchAll(/\{\s*(\w+)\s*[,}]|<(\w+)>/g)].map(
      (match) => match[1] ?? `<${match[2]}>`,
    )
    return [`${here} ${[...new Set(parts)].sort().join(' ')}`]
  })
}

describe('messages', () => {
  const english = outline(read('en'))

  it('has a file for every language and a language for every file', () => {
    const files = readdirSync(folder).map((name) => path.parse(name).name)
    expect(files.sort()).toEqual(LOCALES.map(({ code }) => code).sort())
  })

  it.each(LOCALES.map(({ code }) => code))('%s says all of it, with the same arguments', (code) => {
    expect(outline(read(code))).toEqual(english)
  })

  it.each(LOCALES.map(({ code }) => code))('%s is well-formed ICU', (code) => {
    const problems: string[] = []
    const messages = read(code)
    const translate = createTranslator({
      locale: code,
      messages,
      onError: ({ message }) => problems.push(message),
    })
    const values = new Proxy({}, { get: () => 2, has: () => true })
    for (const line of english) {
      const rich = line.includes('<link>')
      const key = line.split(' ', 1)[0] ?? ''
      if (rich) translate.rich(key as never, { link: (words: unknown) => words } as never)
      else translate(key as never, { ...allArguments(line), ...values } as never)
    }
    expect(problems).toEqual([])
  })

  it('has the pseudo-locale made from English of today (npm run pseudo -w @marquee/web)', () => {
    expect(read('en-XA')).toEqual(pseudoMessages(read('en')))
  })
})

function allArguments(line: string): Record<string, number> {
  return Object.fromEntries(
    line
      .split(' ')
      .slice(1)
      .map((name) => [name, 2]),
  )
}

describe('pseudo', () => {
  it('keeps arguments and tags', () => {
    expect(pseudo('By {name}')).toBe('[Ɓý {name}·]')
    expect(pseudo('a <link>b</link>')).toBe('[á <link>ƀ</link>·]')
  })
})

describe('chooseLocale', () => {
  it.each([
    ['ko', 'de', 'ko'],
    [undefined, 'pt-BR, es;q=0.8, en;q=0.5', 'es'],
    [undefined, 'de-AT', 'de'],
    [undefined, 'en-XA', 'en'],
    ['xx', null, 'en'],
    [undefined, 'ja;q=0, ko;q=0.1', 'ko'],
  ])('for cookie %s and %s is %s', (cookie, header, code) => {
    expect(chooseLocale(cookie, header)).toBe(code)
  })
})

describe('mergeMessages', () => {
  it('fills what a language does not say', () => {
    expect(mergeMessages({ a: { b: 'B', c: 'C' }, d: ['x'] }, { a: { b: 'β' }, d: ['y'] })).toEqual({
      a: { b: 'β', c: 'C' },
      d: ['y'],
    })
  })
})
