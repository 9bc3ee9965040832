import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { send, type TestRequest } from './testing/signed-request.ts'
import { TEST_BUCKET } from './testing/start-object-store.ts'
import { useObjectStore } from './testing/use-object-store.ts'

const ORIGIN = 'http://localhost:3000'
const { server, store, call } = useObjectStore({
  OBJECT_STORE_CORS_ORIGINS: `${ORIGIN},https://*.marquee.example`,
})

describe('who may', () => {
  it('nobody without a signature; health is open', async () => {
    await store().put('private', 'x')
    const url = `${server().endpoint()}/${TEST_BUCKET}/private`
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expect(await send(url, method, {})).toMatchObject({ status: 403, code: 'AccessDenied' })
    }
    expect(await send(`${server().endpoint()}/healthz`, 'GET', {})).toMatchObject({ status: 200, text: 'ok' })
  })

  it('a presigned URL for exactly what it says, until it expires', async () => {
    const url = await store().presignGet('private', { expiresInSeconds: 60 })
    expect((await send(url, 'GET', {})).text).toBe('x')
    expect((await send(url, 'HEAD', {})).status).toBe(403)
    expect((await send(url.replace('/private', '/other'), 'GET', {})).code).toBe('SignatureDoesNotMatch')
    expect((await send(url.replace('Expires=60', 'Expires=61'), 'GET', {})).code).toBe(
      'SignatureDoesNotMatch',
    )
    expect((await send(`${url}&list-type=2`, 'GET', {})).code).toBe('SignatureDoesNotMatch')
    const extra = { 'x-amz-meta-smuggled': '1' }
    expect((await send(url, 'GET', extra)).code).toBe('AccessDenied')
    const short = await store().presignGet('private', { expiresInSeconds: 1 })
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    expect((await send(short, 'GET', {})).code).toBe('AccessDenied')
  })

  it('nobody whose path climbs', async () => {
    await call({ method: 'PUT', key: '../../../escaped', body: 'x' })
    expect((await call({ method: 'GET', key: '../../../escaped' })).text).toBe('x')
    expect(existsSync(join(server().data, '../escaped~'))).toBe(false)
    expect((await call({ method: 'GET', path: '/../etc/passwd' })).code).toBe('NoSuchBucket')
    expect((await send(`${server().endpoint()}/%ff`, 'GET', {})).code).toBe('InvalidURI')
  })
})

describe('CORS', () => {
  const preflight = (origin: string, method = 'PUT') =>
    send(`${server().endpoint()}/${TEST_BUCKET}/x`, 'OPTIONS', {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'content-type',
    })

  it('answers preflights of allowed origins', async () => {
    const { status, headers } = await preflight(ORIGIN)
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-headers': 'content-type',
    })
    expect(headers['access-control-allow-methods']).toContain('PUT')
    expect((await preflight('https://tv.marquee.example')).status).toBe(200)
    expect((await preflight('https://evil.example')).status).toBe(403)
    expect((await preflight(ORIGIN, 'PATCH')).status).toBe(403)
  })

  it('exposes the ETag, and lets the page read refusals', async () => {
    const put = await call({ method: 'PUT', key: 'cors', body: 'x', headers: { origin: ORIGIN } })
    expect(put.headers['access-control-expose-headers']).toContain('ETag')
    const url = `${server().endpoint()}/${TEST_BUCKET}/x`
    const refused = await send(url, 'PUT', { origin: ORIGIN }, 'x')
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([403, ORIGIN])
    const foreign = await send(url, 'GET', { origin: 'https://evil.example' })
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined()
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
  const asked: [string, TestRequest][] = [
    ['ListObjects of version 1', { method: 'GET', key: '' }],
    ['an ACL', { method: 'GET', key: 'x', query: { acl: '' } }],
    ['tagging', { method: 'PUT', key: 'x', query: { tagging: '' } }],
    ['a lifecycle', { method: 'PUT', key: '', query: { lifecycle: '' } }],
    ['a version', { method: 'GET', key: 'x', query: { versionId: '1' } }],
    ['deleting a bucket', { method: 'DELETE', key: '' }],
    [
      'server-side encryption',
      { method: 'PUT', key: 'x', headers: { 'x-amz-server-side-encryption': 'AES256' } },
    ],
    ['a public ACL', { method: 'PUT', key: 'x', headers: { 'x-amz-acl': 'public-read' } }],
    ['writing over a version', { method: 'PUT', key: 'x', headers: { 'if-match': '"x"' } }],
    ['CRC-64', { method: 'PUT', key: 'x', headers: { 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' } }],
  ]
  it.each(asked)('answers NotImplemented to %s', async (_name, test) => {
    expect(await call(test)).toMatchObject({ status: 501, code: 'NotImplemented' })
  })
})
