import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { WebHomeDocument } from '../graphql/generated/graphql.ts'
import { documentIdOf } from '../graphql/index.ts'
import { REGISTERED_DOCUMENTS } from './index.ts'
import { releaseDocuments } from './release-documents.ts'

const schemaFile = fileURLToPath(import.meta.resolve('@marquee/schema/graphql/schema.graphql'))
const schema = buildSchema(await readFile(schemaFile, 'utf8'))

describe('REGISTERED_DOCUMENTS', () => {
  it('knows what applications send', () => {
    expect(REGISTERED_DOCUMENTS.get(documentIdOf(WebHomeDocument))).toContain('query WebHome(')
  })

  it.each([...REGISTERED_DOCUMENTS])(
    '%s fits the schema, also where an earlier release sent it',
    (_, text) => {
      expect(validate(schema, parse(text))).toEqual([])
    },
  )
})

describe('releaseDocuments', () => {
  const current = new Map([['sha256:b', '{ b }']])

  it('keeps what an open page may still send, for half a year', () => {
    const first = releaseDocuments({}, new Map([['sha256:a', '{ a }']]), '2026-01-01')
    const second = releaseDocuments(first, current, '2026-06-01')
    expect(second).toEqual({
      'sha256:a': { released: '2026-01-01', text: '{ a }' },
      'sha256:b': { released: '2026-06-01', text: '{ b }' },
    })
    expect(Object.keys(releaseDocuments(second, current, '2026-08-01'))).toEqual(['sha256:b'])
  })
})
