import { type IncomingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { canonicalRequest, encodeRfc3986, sha256Hex } from '../signature/canonical-request.ts'
import { createSigner, type Signer, stringToSign } from '../signature/signing-key.ts'
import { TEST_BUCKET, TEST_CREDENTIALS, TEST_REGION } from './start-object-store.ts'

export interface TestRequest {
  method: string
  /** In the test bucket, unless `path` is given. */
  key?: string
  path?: string
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: string | Buffer
  /** x-amz-content-sha256; by default the body's own hash. */
  payloadHash?: string
  /** Makes the body from the signature of the head, for aws-chunked. */
  chunked?: (signer: Signer, seed: string) => string | Buffer
}

export interface TestAnswer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** S3's error code, where the answer is an error document. */
  code: string | undefined
}

/** One call on the wire, signed in its headers, with whatever headers a test wants. */
export async function signedRequest(endpoint: string, test: TestRequest): Promise<TestAnswer> {
  const { url, headers, signer, signature } = signHead(endpoint, test)
  return send(url, test.method, headers, test.chunked?.(signer, signature) ?? test.body)
}

/** URL and headers of a signed call, for a test that sends the body in its own way. */
export function signHead(endpoint: string, test: TestRequest) {
  const { method, query = {}, body = '', payloadHash = sha256Hex(body) } = test
  const path = test.path ?? `/${TEST_BUCKET}/${test.key ?? ''}`
  const url = new URL(endpoint)
  const timestamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const headers: Record<string, string> = {
    host: url.host,
    'x-amz-date': timestamp,
    'x-amz-content-sha256': payloadHash,
    ...test.headers,
  }
  const signer = createSigner(
    TEST_CREDENTIALS.secretAccessKey,
    { day: timestamp.slice(0, 8), region: TEST_REGION },
    timestamp,
  )
  const signedHeaders = Object.keys(headers).sort()
  const pairs = Object.entries(query)
  const parts = { method, path, pairs, headers: new Map(Object.entries(headers)), signedHeaders, payloadHash }
  const signature = signer.sign(stringToSign(signer, canonicalRequest(parts)))
  headers.authorization =
    `AWS4-HMAC-SHA256 Credential=${TEST_CREDENTIALS.accessKeyId}/${signer.scope}, ` +
    `SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`
  const encodedPath = encodeRfc3986(path).replaceAll('%2F', '/')
  const encodedQuery = pairs
    .map(([name, value]) => `${encodeRfc3986(name)}=${encodeRfc3986(value)}`)
    .join('&')
  return { url: `${url.origin}${encodedPath}?${encodedQuery}`, headers, signer, signature }
}

/** Without a signature, and with the path exactly as given. Transfer-Encoding leaves out the length. */
export async function send(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: string | Buffer = '',
): Promise<TestAnswer> {
  const { hostname, port, origin } = new URL(url)
  const length = headers['transfer-encoding'] ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const options = {
    hostname,
    port,
    path: url.slice(origin.length),
    method,
    headers: { ...length, ...headers },
  }
  return new Promise((resolve, reject) => {
    const call = request(options, (response) => {
      text(response).then((answer) => {
        const { statusCode: status = 0, headers: answered } = response
        const code = /<Error><Code>(\w+)<\/Code>/.exec(answer)?.[1]
        resolve({ status, headers: answered, text: answer, code })
      }, reject)
    })
    call.on('error', reject)
    call.end(body)
  })
}
