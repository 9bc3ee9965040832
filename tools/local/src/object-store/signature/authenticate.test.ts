import { describe, expect, it } from 'vitest'
import type { RequestHead } from '../request.ts'
import { S3Error } from '../s3-error.ts'
import { authenticate } from './authenticate.ts'

/**
 * The examples that AWS publishes with their signatures:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
const CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const NOW = Date.UTC(2013, 4, 24)
const HOST = 'examplebucket.s3.amazonaws.com'
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

type Example = Pick<RequestHead, 'method' | 'path'> & {
  query?: [string, string][]
  headers?: Record<string, string>
}

function request({ method, path, query = [], headers = {} }: Example): RequestHead {
  return {
    method,
    path,
    pairs: query,
    query: new Map(query),
    headers: new Map(Object.entries({ host: HOST, ...headers })),
  }
}

function signed(example: Example, names: string, signature: string, payloadHash = EMPTY): RequestHead {
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${CREDENTIALS.accessKeyId}/20130524/us-east-1/s3/aws4_request,` +
    `SignedHeaders=${names},Signature=${signature}`
  const headers = { 'x-amz-content-sha256': payloadHash, 'x-amz-date': '20130524T000000Z', authorization }
  return request({ ...example, headers: { ...headers, ...example.headers } })
}

const PRESIGNED: [string, string][] = [
  ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
  ['X-Amz-Credential', 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'],
  ['X-Amz-Date', '20130524T000000Z'],
  ['X-Amz-Expires', '86400'],
  ['X-Amz-SignedHeaders', 'host'],
  ['X-Amz-Signature', 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'],
]

const PUBLISHED: Record<string, RequestHead> = {
  'GET Object': signed(
    { method: 'GET', path: '/test.txt', headers: { range: 'bytes=0-9' } },
    'host;range;x-amz-content-sha256;x-amz-date',
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ),
  'PUT Object': signed(
    {
      method: 'PUT',
      path: '/test$file.text',
      headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
    },
    'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
  ),
  'GET Bucket Lifecycle': signed(
    { method: 'GET', path: '/', query: [['lifecycle', '']] },
    'host;x-amz-content-sha256;x-amz-date',
    'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  ),
  'List Objects': signed(
    {
      method: 'GET',
      path: '/',
      query: [
        ['max-keys', '2'],
        ['prefix', 'J'],
      ],
    },
    'host;x-amz-content-sha256;x-amz-date',
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  ),
  'a presigned URL': request({ method: 'GET', path: '/test.txt', query: PRESIGNED }),
}

function refusal(subject: RequestHead, now = NOW, region = 'us-east-1'): string | undefined {
  try {
    authenticate(subject, CREDENTIALS, region, now)
    return undefined
  } catch (error) {
    if (error instanceof S3Error) return error.code
    throw error
  }
}

function presigned(changes: Record<string, string>, headers = {}): RequestHead {
  const query = PRESIGNED.map(([name, value]): [string, string] => [name, changes[name] ?? value])
  return request({ method: 'GET', path: '/test.txt', query, headers })
}

describe('authenticate', () => {
  it.each(Object.entries(PUBLISHED))("accepts AWS's published signature of %s", (_name, subject) => {
    expect(refusal(subject)).toBeUndefined()
  })

  it.each(Object.entries(PUBLISHED))('refuses %s under another path, method or header', (_name, subject) => {
    expect(refusal({ ...subject, path: `${subject.path}x` })).toBe('SignatureDoesNotMatch')
    expect(refusal({ ...subject, method: 'DELETE' })).toBe('SignatureDoesNotMatch')
    const headers = new Map([...subject.headers, ['host', 'another.host']] as const)
    expect(refusal({ ...subject, headers })).toBe('SignatureDoesNotMatch')
  })

  it('refuses anonymous calls, unknown keys, other regions', () => {
    expect(refusal(request({ method: 'GET', path: '/test.txt' }))).toBe('AccessDenied')
    const foreign = 'SOMEBODY/20130524/us-east-1/s3/aws4_request'
    expect(refusal(presigned({ 'X-Amz-Credential': foreign }))).toBe('InvalidAccessKeyId')
    expect(refusal(presigned({}), NOW, 'eu-west-1')).toBe('AuthorizationQueryParametersError')
  })

  it('lets clocks differ by 15 minutes and no more', () => {
    const subject = PUBLISHED['GET Object'] ?? expect.fail('no example')
    expect(refusal(subject, NOW + 15 * 60_000)).toBeUndefined()
    expect(refusal(subject, NOW + 15 * 60_000 + 1)).toBe('RequestTimeTooSkewed')
    expect(refusal(subject, NOW - 15 * 60_000 - 1)).toBe('RequestTimeTooSkewed')
  })

  it('ends a presigned URL with its expiry, which is at most 7 days', () => {
    expect(refusal(presigned({}), NOW + 86_400_000)).toBeUndefined()
    expect(refusal(presigned({}), NOW + 86_400_001)).toBe('AccessDenied')
    expect(refusal(presigned({}), NOW - 16 * 60_000)).toBe('AccessDenied')
    expect(refusal(presigned({ 'X-Amz-Expires': '86401' }))).toBe('SignatureDoesNotMatch')
    for (const expires of ['604801', '0', '-1', 'soon']) {
      expect(refusal(presigned({ 'X-Amz-Expires': expires }))).toBe('AuthorizationQueryParametersError')
    }
  })

  it('refuses x-amz headers that nobody signed', () => {
    expect(refusal(presigned({}, { 'x-amz-copy-source': '/other/key' }))).toBe('AccessDenied')
  })

  it('refuses what it cannot read', () => {
    const garbled = [
      'AWS4-HMAC-SHA256',
      'Basic dXNlcg==',
      'AWS4-HMAC-SHA256 Credential=a/b,SignedHeaders=host',
    ]
    for (const authorization of garbled) {
      const headers = { authorization, 'x-amz-date': '20130524T000000Z', 'x-amz-content-sha256': EMPTY }
      expect(refusal(request({ method: 'GET', path: '/', headers }))).toBe('AuthorizationHeaderMalformed')
    }
  })
})
