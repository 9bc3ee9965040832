import { type IncomingHttpHeaders, request } from 'node:http'
import { request as requestSecurely } from 'node:https'
import { text } from 'node:stream/consumers'
import {
  authorization,
  createSigner,
  encodePath,
  encodeQuery,
  type Signer,
  sha256,
  signHead,
} from './sign.ts'
import type { S3Account } from './subject.ts'

export interface WireRequest {
  method: string
  /** In the bucket; left out for the bucket itself, unless `path` is given. */
  key?: string
  path?: string
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: string | Buffer
  /** x-amz-content-sha256; by default the body's own hash. */
  payloadHash?: string
  /** Makes the body from the signature of the head, for aws-chunked. */
  chunked?: (signer: Signer, seed: string) => string | Buffer
  /** Signs as somebody else, or for another region. */
  account?: Partial<S3Account>
  /** When it says that it was signed. */
  at?: Date
}

export interface WireAnswer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** S3's error code, where the answer is an error document. */
  code: string | undefined
}

/** Calls on the wire, exactly as a test wants them. */
export interface Wire {
  /** Signed in its headers. */
  call(request: WireRequest): Promise<WireAnswer>
  /** URL and headers of a signed call, for a test that sends the body in its own way. */
  head(request: WireRequest): SignedHead
  /** Without a signature of ours, the URL exactly as given. */
  send(
    url: string,
    method: string,
    headers?: Record<string, string>,
    body?: string | Buffer,
  ): Promise<WireAnswer>
}

export interface SignedHead {
  url: string
  headers: Record<string, string>
  signer: Signer
  signature: string
}

export function createWire(account: S3Account, bucket: string): Wire {
  const head = (test: WireRequest) => signedHead(account, bucket, test)
  return {
    head,
    send,
    call(test) {
      const { url, headers, signer, signature } = head(test)
      return send(url, test.method, headers, test.chunked?.(signer, signature) ?? test.body)
    },
  }
}

function signedHead(owner: S3Account, bucket: string, test: WireRequest): SignedHead {
  const account = { ...owner, ...test.account }
  const { method, query = {}, body = '', payloadHash = sha256(body) } = test
  const path = test.path ?? (test.key === undefined ? `/${bucket}` : `/${bucket}/${test.key}`)
  const { origin, host } = new URL(account.endpoint)
  const signer = createSigner(account, test.at ?? new Date())
  const headers: Record<string, string> = {
    host,
    'x-amz-date': signer.timestamp,
    'x-amz-content-sha256': payloadHash,
    ...test.headers,
  }
  const signature = signHead(signer, { method, path, query, headers, payloadHash })
  headers.authorization = authorization(account, signer, headers, signature)
  return { url: `${origin}${encodePath(path)}?${encodeQuery(query)}`, headers, signer, signature }
}

/** Transfer-Encoding leaves out the length. */
function send(
  url: string,
  method: string,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): Promise<WireAnswer> {
  const { hostname, port, origin, protocol } = new URL(url)
  const length = headers['transfer-encoding'] ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  // The path is not normalized: some tests send one that climbs.
  const path = url.slice(origin.length)
  const options = { hostname, port, path, method, headers: { ...length, ...headers } }
  return new Promise((resolve, reject) => {
    const call = (protocol === 'https:' ? requestSecurely : request)(options, (response) => {
      text(response).then((answer) => {
        const { statusCode: status = 0, headers: answered } = response
        const code = /<Error>.*?<Code>(\w+)<\/Code>/s.exec(answer)?.[1]
        resolve({ status, headers: answered, text: answer, code })
      }, reject)
    })
    call.on('error', reject)
    call.end(body)
  })
}
