import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { WireRequest } from '@marquee/storage/conformance'
import { describe, expect, it } from 'vitest'
import { TEST_BUCKET } from './testing/start-object-store.ts'
import { useObjectStore } from './testing/use-object-store.ts'

const { server, call, wire } = useObjectStore()

describe('who may', () => {
  it('anybody ask for its health', async () => {
    const health = await wire().send(`${server().endpoint()}/healthz`, 'GET')
    expect(health).toMatchObject({ status: 200, text: 'ok' })
  })

  it('nobody whose path climbs', async () => {
    await call({ method: 'PUT', key: '../../../escaped', body: 'x' })
    expect(existsSync(join(server().data, '../escaped~'))).toBe(false)
    expect((await call({ method: 'GET', path: '/../etc/passwd' })).code).toBe('NoSuchBucket')
    expect((await wire().send(`${server().endpoint()}/%ff`, 'GET')).code).toBe('InvalidURI')
  })
})

describe('buckets', () => {
  it('are made, found and listed', async () => {
    expect((await call({ method: 'PUT', path: '/another-bucket' })).status).toBe(200)
    expect((await call({ method: 'PUT', path: '/another-bucket' })).code).toBe('BucketAlreadyOwnedByYou')
    expect((await call({ method: 'PUT', path: '/No_Bucket' })).code).toBe('InvalidBucketName')
    expect((await call({ method: 'HEAD', path: '/another-bucket' })).status).toBe(200)
    expect((await call({ method: 'HEAD', path: '/no-bucket' })).status).toBe(404)
    const { text } = await call({ method: 'GET', path: '/' })
    expect([...text.matchAll(/<Name>([^<]*)</g)].map(([, name]) => name)).toEqual([
      'another-bucket',
      TEST_BUCKET,
    ])
  })
})

describe('what is left out', () => {
  const asked: Record<string, WireRequest> = {
    'ListObjects of version 1': { method: 'GET' },
    'an ACL': { method: 'GET', key: 'x', query: { acl: '' } },
    'tags of a bucket': { method: 'PUT', query: { tagging: '' } },
    'rules of CORS': { method: 'PUT', query: { cors: '' } },
    'the policy of a bucket': { method: 'GET', query: { policy: '' } },
    'moving to another storage class': lifecycle('<Transition><Days>1</Days></Transition>'),
    'expiry on a date': lifecycle('<Expiration><Date>2030-01-01T00:00:00Z</Date></Expiration>'),
    'a version': { method: 'GET', key: 'x', query: { versionId: '1' } },
    'deleting a bucket': { method: 'DELETE' },
    'server-side encryption': {
      method: 'PUT',
      key: 'x',
      headers: { 'x-amz-server-side-encryption': 'AES256' },
    },
    'a public ACL': { method: 'PUT', key: 'x', headers: { 'x-amz-acl': 'public-read' } },
    'tags of a part': {
      method: 'PUT',
      key: 'x',
      query: { uploadId: 'x', partNumber: '1' },
      headers: { 'x-amz-tagging': 'a=b' },
    },
    'writing over a version': { method: 'PUT', key: 'x', headers: { 'if-match': '"x"' } },
    'CRC-64': { method: 'PUT', key: 'x', headers: { 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' } },
  }
  it.each(Object.entries(asked))('answers NotImplemented to %s', async (_name, request) => {
    expect(await call(request)).toMatchObject({ status: 501, code: 'NotImplemented' })
  })
})

function lifecycle(action: string): WireRequest {
  const rule = `<Rule><Filter><Prefix/></Filter><Status>Enabled</Status>${action}</Rule>`
  const body = `<LifecycleConfiguration>${rule}</LifecycleConfiguration>`
  const headers = { 'content-md5': createHash('md5').update(body).digest('base64') }
  return { method: 'PUT', query: { lifecycle: '' }, body, headers }
}
