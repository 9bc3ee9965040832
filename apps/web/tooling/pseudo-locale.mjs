// npm run pseudo -w @marquee/web: writes messages/en-XA.json from messages/en.json, a language that finds what is not
// translated (no accents), what is cut off (a third longer) and what is put together from pieces (brackets inside).
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const ACCENTED = [...'áƀçðéƒĝĥîĵķļɱñóþǫŕšţúṽŵẋýžÁƁÇÐÉƑĜĤÎĴĶĻṀÑÓÞǪŔŠŢÚṼŴẊÝŽ']

/**
 * A message with accents, a third longer and in brackets. Arguments, tags and what stands inside of plurals stay.
 * @param {string} message
 */
export function pseudo(message) {
  let depth = 0
  let tag = false
  let letters = 0
  const changed = [...message].map((letter) => {
    if (letter === '{') depth += 1
    if (letter === '}') depth -= 1
    if (letter === '<') tag = true
    if (letter === '>') tag = false
    const index = PLAIN.indexOf(letter)
    if (depth > 0 || tag || index < 0) return letter
    letters += 1
    return ACCENTED[index]
  })
  return `[${changed.join('')}${'·'.repeat(Math.ceil(letters / 3))}]`
}

/** @param {Record<string, unknown>} messages @returns {Record<string, unknown>} */
export function pseudoMessages(messages) {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [
      key,
      typeof value === 'string'
        ? pseudo(value)
        : pseudoMessages(/** @type {Record<string, unknown>} */ (value)),
    ]),
  )
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = path.resolve(import.meta.dirname, '../messages')
  const english = JSON.parse(await readFile(path.join(folder, 'en.json'), 'utf8'))
  await writeFile(path.join(folder, 'en-XA.json'), `${JSON.stringify(pseudoMessages(english), null, 2)}\n`)
}
