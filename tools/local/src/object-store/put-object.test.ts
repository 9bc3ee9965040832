import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { crc32c } from './body/crc32c.ts'
import { sha256Hex } from './signature/canonical-request.ts'
import type { Signer } from './signature/signing-key.ts'
import { useObjectStore } from './testing/use-object-store.ts'

const { store, call } = useObjectStore()
const md5 = (text: string) => createHash('md5').update(text).digest('base64')
const big = (value: number) => Buffer.from(value.toString(16).padStart(8, '0'), 'hex').toString('base64')

describe('PutObject', () => {
  const checksums: Record<string, string> = {
    'content-md5': md5('hello'),
    'x-amz-checksum-crc32': big(crc32('hello')),
    'x-amz-checksum-crc32c': big(crc32c(Buffer.from('hello'))),
    'x-amz-checksum-sha1': createHash('sha1').update('hello').digest('base64'),
    'x-amz-checksum-sha256': createHash('sha256').update('hello').digest('base64'),
  }

  it.each(Object.entries(checksums))('verifies %s', async (name, value) => {
    const key = `checksum/${name}`
    const right = { method: 'PUT', key, body: 'hello', headers: { [name]: value } }
    expect((await call(right)).status).toBe(200)
    await store().delete(key)
    const wrong = await call({ ...right, body: 'hellO' })
    expect(wrong).toMatchObject({ status: 400, code: 'BadDigest' })
    expect(await store().head(key)).toBeUndefined()
  })

  it('refuses a body that is not the signed one, or has no length', async () => {
    const lying = await call({ method: 'PUT', key: 'lying', body: 'hello', payloadHash: sha256Hex('other') })
    expect(lying).toMatchObject({ status: 400, code: 'XAmzContentSHA256Mismatch' })
    expect(await store().head('lying')).toBeUndefined()
    expect((await call({ method: 'PUT', key: 'x', headers: { 'content-md5': 'short' } })).code).toBe(
      'InvalidDigest',
    )
    const unsized = { 'transfer-encoding': 'chunked' }
    const answer = await call({ method: 'PUT', key: 'x', headers: unsized, body: 'x' })
    expect(answer).toMatchObject({ status: 411, code: 'MissingContentLength' })
  })

  it('takes aws-chunked bodies, signed chunk by chunk, with a trailer', async () => {
    const put = (checksum: string) => {
      const body = (signer: Signer, seed: string) => signChunks(signer, seed, 'chunky', checksum)
      return call({
        method: 'PUT',
        key: 'chunked',
        payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
        headers: {
          'content-encoding': 'aws-chunked',
          'x-amz-decoded-content-length': '6',
          'x-amz-trailer': 'x-amz-checksum-crc32',
        },
        chunked: body,
      })
    }
    expect(await put(big(crc32('other')))).toMatchObject({ status: 400, code: 'BadDigest' })
    expect(await store().head('chunked')).toBeUndefined()
    expect((await put(big(crc32('chunky')))).status).toBe(200)
    const got = await call({ method: 'GET', key: 'chunked' })
    expect([got.text, got.headers['content-encoding']]).toEqual(['chunky', undefined])
  })

  it('takes unsigned chunks with a trailer, and refuses a wrong decoded length', async () => {
    const put = (length: string) =>
      call({
        method: 'PUT',
        key: 'unsigned-chunks',
        payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        headers: { 'x-amz-decoded-content-length': length, 'x-amz-trailer': 'x-amz-checksum-crc32' },
        chunked: () => `3\r\nabc\r\n0\r\nx-amz-checksum-crc32:${big(crc32('abc'))}\r\n\r\n`,
      })
    expect((await put('3')).status).toBe(200)
    for (const length of ['2', '4']) expect((await put(length)).code).toBe('IncompleteBody')
  })

  it('keeps metadata and headers', async () => {
    const headers = { 'x-amz-meta-camera': 'A7', 'content-language': 'ko', 'content-encoding': 'gzip' }
    await call({ method: 'PUT', key: 'metadata', headers })
    expect((await call({ method: 'HEAD', key: 'metadata' })).headers).toMatchObject(headers)
  })

  it('bounds keys at 1,024 bytes', async () => {
    const key = 'é'.repeat(512)
    expect((await call({ method: 'PUT', key, body: 'x' })).status).toBe(200)
    expect(await store().head(key)).toMatchObject({ size: 1 })
    expect((await call({ method: 'PUT', key: `${key}x` })).code).toBe('KeyTooLongError')
  })

  it('leaves nothing where the client breaks off', async () => {
    const url = await store().multipart.presignPart({
      ...(await store().multipart.create('broken')),
      partNumber: 1,
      contentLength: 1_000_000,
      expiresInSeconds: 60,
    })
    await new Promise((resolve) => {
      const upload = request(url, { method: 'PUT', headers: { 'content-length': '1000000' } })
      upload.on('error', resolve)
      upload.write(Buffer.alloc(300_000), () => setTimeout(() => upload.destroy(new Error('left')), 100))
    })
    expect((await call({ method: 'GET', query: { uploads: '' }, key: '' })).text).toContain(
      '<Key>broken</Key>',
    )
    const uploadId = new URL(url).searchParams.get('uploadId') ?? ''
    expect(await store().multipart.listParts({ key: 'broken', uploadId })).toEqual([])
  })
})

function signChunks(signer: Signer, seed: string, data: string, checksum: string): string {
  const sign = (kind: string, previous: string, ...hashes: string[]) =>
    signer.sign([`AWS4-HMAC-SHA256-${kind}`, signer.timestamp, signer.scope, previous, ...hashes].join('\n'))
  const first = sign('PAYLOAD', seed, sha256Hex(''), sha256Hex(data))
  const last = sign('PAYLOAD', first, sha256Hex(''), sha256Hex(''))
  const trailer = sign('TRAILER', last, sha256Hex(`x-amz-checksum-crc32:${checksum}\n`))
  return (
    `${data.length.toString(16)};chunk-signature=${first}\r\n${data}\r\n0;chunk-signature=${last}\r\n` +
    `x-amz-checksum-crc32:${checksum}\r\nx-amz-trailer-signature:${trailer}\r\n\r\n`
  )
}
