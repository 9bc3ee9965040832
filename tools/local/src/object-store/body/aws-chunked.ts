import { createHash, type Hash } from 'node:crypto'
import { S3Error } from '../s3-error.ts'
import type { Authenticated } from '../signature/authenticate.ts'
import { sha256Hex } from '../signature/canonical-request.ts'
import { sameSignature } from '../signature/signing-key.ts'
import { type ByteReader, createByteReader } from './byte-reader.ts'

/** The three forms of x-amz-content-sha256 that announce an aws-chunked body, and what each promises. */
const FORMS = {
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, trailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, trailer: true },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, trailer: true },
} as const

type Form = (typeof FORMS)[keyof typeof FORMS]

export function chunkedForm(payloadHash: string): Form | undefined {
  return Object.hasOwn(FORMS, payloadHash) ? FORMS[payloadHash as keyof typeof FORMS] : undefined
}

/**
 * The data of an aws-chunked body. A chunk's bytes come before its signature is checked, so nothing may be
 * acknowledged until the iteration has ended without a throw; then `trailers` holds what followed.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  form: Form,
  authenticated: Authenticated,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = createByteReader(source)
  const chain = form.signed ? createChain(authenticated) : undefined
  for (;;) {
    const { size, signature } = parseChunkHeader(await reader.line())
    const hash = createHash('sha256')
    yield* readData(reader, size, chain && hash)
    if (size > 0 && (await reader.line()) !== '') throw malformed()
    chain?.verifyChunk(signature, hash)
    if (size === 0) break
  }
  await readTrailers(reader, form, trailers)
  chain?.verifyTrailers(form, trailers)
  if (!(await reader.ended())) throw malformed()
}

function parseChunkHeader(line: string): { size: number; signature: string } {
  const [, size = '', signature = ''] =
    /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line) ?? []
  if (size === '') throw malformed()
  return { size: Number.parseInt(size, 16), signature }
}

async function* readData(reader: ByteReader, size: number, hash: Hash | undefined): AsyncGenerator<Buffer> {
  for (let left = size; left > 0; ) {
    const data = await reader.some(left)
    left -= data.length
    hash?.update(data)
    yield data
  }
}

async function readTrailers(reader: ByteReader, form: Form, trailers: Map<string, string>): Promise<void> {
  // A body without trailers ends in one empty line; some clients leave it out.
  if (!form.trailer && (await reader.ended())) return
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const colon = line.indexOf(':')
    if (!form.trailer || colon < 1) throw malformed()
    trailers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
}

/** Each chunk's signature covers the one before it; the first covers that of the request. */
function createChain({ signer, signature: seed }: Authenticated) {
  let previous = seed
  const verify = (given: string, algorithm: string, ...rest: string[]) => {
    const wanted = signer.sign([algorithm, signer.timestamp, signer.scope, previous, ...rest].join('\n'))
    if (!sameSignature(given, wanted))
      throw new S3Error('SignatureDoesNotMatch', 'A chunk was signed wrongly')
    previous = wanted
  }
  return {
    verifyChunk: (given: string, hash: Hash) =>
      verify(given, 'AWS4-HMAC-SHA256-PAYLOAD', sha256Hex(''), hash.digest('hex')),
    verifyTrailers(form: Form, trailers: Map<string, string>) {
      if (!form.trailer) return
      const given = trailers.get('x-amz-trailer-signature') ?? ''
      trailers.delete('x-amz-trailer-signature')
      const lines = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('')
      verify(given, 'AWS4-HMAC-SHA256-TRAILER', sha256Hex(lines))
    },
  }
}

function malformed(): S3Error {
  return new S3Error('IncompleteBody', 'The body is not the aws-chunked stream that was announced')
}
