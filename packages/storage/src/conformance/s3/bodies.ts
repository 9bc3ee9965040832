import { Readable } from 'node:stream'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { KNOWN_DIGESTS, KNOWN_TEXT } from './known-digests.ts'
import { type Signer, sha256 } from './sign.ts'
import type { Behaviour } from './subject.ts'
import type { Wire } from './wire.ts'

const TRAILER = 'x-amz-checksum-crc32'
const RIGHT = KNOWN_DIGESTS[TRAILER] ?? ''
const WRONG = KNOWN_DIGESTS['x-amz-checksum-crc32c'] ?? ''
/** S3's least for a chunk that is not the last. */
const CHUNK_BYTES = 8_192

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html */
export const bodyBehaviour: Behaviour = ({ check, bench }) => {
  async function expectKept(key: string, text: string): Promise<void> {
    const got = await bench().wire.call({ method: 'GET', key })
    expect([got.status, got.text === text, got.headers['content-encoding']]).toEqual([200, true, undefined])
  }
  async function expectNothing(key: string): Promise<void> {
    expect((await bench().wire.call({ method: 'HEAD', key })).status).toBe(404)
  }

  check('an aws-chunked body is put together, and its signatures are followed', async () => {
    const { wire, prefix } = bench()
    const text = 'a'.repeat(CHUNK_BYTES) + 'b'.repeat(10)
    await expectRefused(putSigned(wire, `${prefix}/forged`, text, { forged: true }), 403)
    await expectNothing(`${prefix}/forged`)
    expect((await putSigned(wire, `${prefix}/signed`, text)).status).toBe(200)
    await expectKept(`${prefix}/signed`, text)
  })

  check('an aws-chunked body ends in a signed trailer whose checksum is compared', async () => {
    const { wire, prefix } = bench()
    const wrong = await putSigned(wire, `${prefix}/signed-wrong`, KNOWN_TEXT, { trailer: WRONG })
    expect(wrong).toMatchObject({ status: 400, code: 'BadDigest' })
    await expectNothing(`${prefix}/signed-wrong`)
    const right = await putSigned(wire, `${prefix}/signed-right`, KNOWN_TEXT, { trailer: RIGHT })
    expect(right.status).toBe(200)
    await expectKept(`${prefix}/signed-right`, KNOWN_TEXT)
  })

  check('an aws-chunked body may be unsigned, its trailer still compared', async () => {
    const { wire, prefix } = bench()
    expect(await putUnsigned(wire, `${prefix}/unsigned-wrong`, WRONG)).toMatchObject({
      status: 400,
      code: 'BadDigest',
    })
    await expectNothing(`${prefix}/unsigned-wrong`)
    expect((await putUnsigned(wire, `${prefix}/unsigned-right`, RIGHT)).status).toBe(200)
    await expectKept(`${prefix}/unsigned-right`, KNOWN_TEXT)
  })

  check('an aws-chunked body has the length that was announced', async () => {
    const { wire, prefix } = bench()
    for (const length of [KNOWN_TEXT.length - 1, KNOWN_TEXT.length + 1]) {
      await expectRefused(putUnsigned(wire, `${prefix}/length`, RIGHT, length), 400)
    }
    await expectNothing(`${prefix}/length`)
  })

  check('the SDK as it comes sends streams with a trailer', async () => {
    const { subject, bucket, prefix } = bench()
    const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore }
    const client = new S3Client({ ...subject.account, forcePathStyle: true, maxAttempts: 1, logger })
    const object = { Bucket: bucket, Key: `${prefix}/stream` }
    const Body = Readable.from([Buffer.alloc(100_000, 'a'), Buffer.alloc(100_000, 'b')])
    await client.send(new PutObjectCommand({ ...object, Body, ContentLength: 200_000 }))
    const got = await client.send(new GetObjectCommand(object))
    expect(await got.Body?.transformToString()).toBe('a'.repeat(100_000) + 'b'.repeat(100_000))
    client.destroy()
  })

  check('a body of no announced length is refused', async () => {
    const { wire, prefix } = bench()
    const headers = { 'transfer-encoding': 'chunked' }
    const put = await wire.call({ method: 'PUT', key: `${prefix}/unsized`, headers, body: 'x' })
    expect(put).toMatchObject({ status: 411, code: 'MissingContentLength' })
  })
}

/** In chunks of CHUNK_BYTES, each signed; with a trailer where its checksum is given. */
function putSigned(
  wire: Wire,
  key: string,
  text: string,
  { trailer, forged = false }: { trailer?: string; forged?: boolean } = {},
) {
  const kind = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'
  return wire.call({
    method: 'PUT',
    key,
    payloadHash: trailer ? `${kind}-TRAILER` : kind,
    headers: {
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': String(text.length),
      ...(trailer ? { 'x-amz-trailer': TRAILER } : {}),
    },
    chunked: (signer, seed) => {
      const body = signChunks(signer, seed, text, trailer)
      const first = text.slice(0, CHUNK_BYTES)
      return forged ? body.replace(first, first.toUpperCase()) : body
    },
  })
}

function signChunks(signer: Signer, seed: string, text: string, trailer: string | undefined): string {
  let previous = seed
  const sign = (kind: string, ...hashes: string[]) => {
    const lines = [`AWS4-HMAC-SHA256-${kind}`, signer.timestamp, signer.scope, previous, ...hashes]
    previous = signer.sign(lines.join('\n'))
    return previous
  }
  let body = ''
  for (let start = 0; ; start += CHUNK_BYTES) {
    const data = text.slice(start, start + CHUNK_BYTES)
    body += `${data.length.toString(16)};chunk-signature=${sign('PAYLOAD', sha256(''), sha256(data))}\r\n`
    if (data === '') break
    body += `${data}\r\n`
  }
  if (trailer === undefined) return `${body}\r\n`
  const signature = sign('TRAILER', sha256(`${TRAILER}:${trailer}\n`))
  return `${body}${TRAILER}:${trailer}\r\nx-amz-trailer-signature:${signature}\r\n\r\n`
}

function putUnsigned(wire: Wire, key: string, trailer: string, length = KNOWN_TEXT.length) {
  return wire.call({
    method: 'PUT',
    key,
    payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    headers: {
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': String(length),
      'x-amz-trailer': TRAILER,
    },
    chunked: () => `${KNOWN_TEXT.length.toString(16)}\r\n${KNOWN_TEXT}\r\n0\r\n${TRAILER}:${trailer}\r\n\r\n`,
  })
}

/** A server that has seen enough may close the connection before it has read the rest. */
async function expectRefused(answer: Promise<{ status: number }>, status: number): Promise<void> {
  expect((await answer).status).toBe(status)
}

/** The SDK writes to the console what it also throws. */
function ignore(): void {}
