import { describe, expect, it } from 'vitest'
import type { Viewer } from '../../schema/index.ts'
import { type DocumentRequest, findDocument } from './find-document.ts'

const ada: Viewer = {
  accountId: 1n,
  publicId: 'ada',
  name: 'Ada',
  email: 'ada@test.example',
  role: 'member',
  session: { id: 's', authUserId: 'u' },
}
const registered = new Map([['sha256:ab', '{ viewer { id } }']])

function find(
  request: DocumentRequest,
  freeDocuments: 'everyone' | 'signed-in' | 'nobody' = 'everyone',
  viewer: Viewer | null = null,
) {
  const found = findDocument(request, { registered, freeDocuments }, viewer)
  return typeof found === 'string' ? found : found.code
}

describe('findDocument', () => {
  it('answers a registered id whatever the policy, at either place', () => {
    expect(find({ documentId: 'sha256:ab' }, 'nobody')).toBe('{ viewer { id } }')
    expect(find({ query: '', extensions: { documentId: 'sha256:ab' } }, 'nobody')).toBe('{ viewer { id } }')
  })

  it('refuses an id that nothing was registered under', () => {
    expect(find({ documentId: 'sha256:cd' })).toBe('DOCUMENT_NOT_FOUND')
  })

  it.each([
    ['everyone', null, '{ __typename }'],
    ['signed-in', null, 'DOCUMENT_REFUSED'],
    ['signed-in', ada, '{ __typename }'],
    ['nobody', ada, 'DOCUMENT_REFUSED'],
  ] as const)('where free documents are for %s: %s', (policy, viewer, found) => {
    expect(find({ query: '{ __typename }' }, policy, viewer)).toBe(found)
  })

  it('registers nothing that a request brings', () => {
    const persistedQuery = { version: 1, sha256Hash: 'ab' }
    expect(find({ extensions: { persistedQuery } })).toBe('PERSISTED_QUERY_NOT_SUPPORTED')
    expect(find({ query: '{ __typename }', extensions: { persistedQuery } })).toBe('{ __typename }')
    expect(find({})).toBe('BAD_REQUEST')
  })
})
