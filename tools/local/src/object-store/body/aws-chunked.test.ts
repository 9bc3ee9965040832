import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { createSigner } from '../signature/signing-key.ts'
import { chunkedForm, decodeAwsChunked } from './aws-chunked.ts'

/**
 * The examples that AWS publishes, 65 KiB + 1 KiB of `a`:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const signer = createSigner(SECRET, { day: '20130524', region: 'us-east-1' }, '20130524T000000Z')

interface Example {
  payloadHash: string
  seed: string
  chunks: [string, string, string]
  trailer: string
}

const SIGNED: Example = {
  payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  seed: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  chunks: [
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ],
  trailer: '',
}

const TRAILED: Example = {
  payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  seed: '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
  chunks: [
    'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
    '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
    '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
  ],
  trailer:
    'x-amz-checksum-crc32c:sOO8/Q==\r\n' +
    'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n',
}

function wire({ chunks: [first, second, last], trailer }: Example): Buffer {
  return Buffer.from(
    `10000;chunk-signature=${first}\r\n${'a'.repeat(65_536)}\r\n` +
      `400;chunk-signature=${second}\r\n${'a'.repeat(1_024)}\r\n` +
      `0;chunk-signature=${last}\r\n${trailer}\r\n`,
  )
}

/** The wire in pieces of some size, as a socket would give them. */
async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

function decode(example: Example, bytes = wire(example), size = 1_000, trailers = new Map<string, string>()) {
  const form = chunkedForm(example.payloadHash) ?? expect.fail('not a streaming form')
  const authenticated = { signer, signature: example.seed, payloadHash: example.payloadHash }
  return buffer(decodeAwsChunked(cut(bytes, size), form, authenticated, trailers))
}

describe('decodeAwsChunked', () => {
  it.each([1, 7, 1_000, 70_000])(
    "accepts AWS's published chunk signatures, in pieces of %i",
    async (size) => {
      expect((await decode(SIGNED, wire(SIGNED), size)).equals(Buffer.alloc(66_560, 'a'))).toBe(true)
    },
  )

  it("accepts AWS's published trailer signature and hands out the trailers", async () => {
    const trailers = new Map<string, string>()
    await decode(TRAILED, wire(TRAILED), 1_000, trailers)
    expect([...trailers]).toEqual([['x-amz-checksum-crc32c', 'sOO8/Q==']])
  })

  it('refuses a changed byte, a changed trailer, a swapped signature', async () => {
    const changed = wire(SIGNED)
    changed[200] = 'b'.charCodeAt(0)
    await expect(decode(SIGNED, changed)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' })
    const trailer = { ...TRAILED, trailer: TRAILED.trailer.replace('sOO8', 'sOO9') }
    await expect(decode(trailer)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' })
    const swapped: Example = { ...SIGNED, chunks: [SIGNED.chunks[1], SIGNED.chunks[0], SIGNED.chunks[2]] }
    await expect(decode(swapped)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' })
  })

  it('refuses a body that stops early, has no framing, or goes on', async () => {
    const whole = wire(SIGNED)
    for (const bytes of [whole.subarray(0, -100), Buffer.from('plain\r\n'), Buffer.concat([whole, whole])]) {
      await expect(decode(SIGNED, bytes)).rejects.toMatchObject({ code: 'IncompleteBody' })
    }
    await expect(decode(SIGNED, Buffer.alloc(10_000, '1'))).rejects.toMatchObject({ code: 'IncompleteBody' })
  })

  it('reads unsigned chunks with trailers', async () => {
    const trailers = new Map<string, string>()
    const example = { ...SIGNED, payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' }
    const bytes = Buffer.from('3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n')
    expect((await decode(example, bytes, 2, trailers)).toString()).toBe('abc')
    expect(trailers.get('x-amz-checksum-crc32')).toBe('NSRBwg==')
  })
})
