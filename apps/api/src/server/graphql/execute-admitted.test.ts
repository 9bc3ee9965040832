import { createHash } from 'node:crypto'
import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createApprovedDocuments } from './execute-admitted.ts'

/** A document of 16,000 characters, as Apollo names it. */
function longDocument(name: string) {
  const text = `query ${name} { __typename }`.padEnd(16_000, '#')
  const key = `schema:${createHash('sha256').update(text).digest('hex')}`
  return { document: parse(text), text, key }
}

describe('documents that are held for Apollo', () => {
  it('are found by the hash of their text, and answered as approved', async () => {
    const approved = createApprovedDocuments()
    const { document, text, key } = longDocument('One')
    expect(await approved.get(key)).toBeUndefined()
    expect(approved.approve(document)).toBe(text)
    expect(await approved.get(key)).toBe(document)
  })

  it('are held to a million characters: those that were asked for last stay', async () => {
    const approved = createApprovedDocuments()
    const documents = Array.from({ length: 100 }, (_, index) => longDocument(`Q${index}`))
    for (const { document } of documents) approved.approve(document)
    const held = await Promise.all(documents.map(({ key }) => approved.get(key)))
    expect(held.flatMap((document, index) => (document ? [index] : []))).toEqual(
      Array.from({ length: 62 }, (_, index) => index + 38),
    )
  })
})
