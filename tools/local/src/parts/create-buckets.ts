import { createHash, createHmac } from 'node:crypto'
import type { Variables } from '../settings/compose-variables.ts'

const EMPTY_SHA256 = createHash('sha256').update('').digest('hex')

/**
 * Makes the three buckets; one that is there already stays.
 *
 * @throws naming the bucket and what the store said, when it is neither made nor there
 */
export async function createBuckets(variables: Variables): Promise<void> {
  const names = ['S3_BUCKET_ORIGINALS', 'S3_BUCKET_TEMPORARY', 'S3_BUCKET_TRANSCODED'] as const
  await Promise.all(names.map((name) => createBucket(variables, variables[name] ?? '')))
}

async function createBucket(variables: Variables, bucket: string): Promise<void> {
  const url = new URL(`${variables.S3_ENDPOINT}/${bucket}`)
  const response = await fetch(url, {
    method: 'PUT',
    headers: signedHeaders('PUT', url, variables, new Date()),
  })
  if (response.ok || response.status === 409) return
  const answer = (await response.text()).slice(0, 300)
  throw new Error(`bucket ${bucket} was not made: HTTP ${response.status} ${answer}`)
}

/** AWS Signature Version 4 of a request without query or body: all that a PUT of a bucket needs. */
function signedHeaders(method: string, url: URL, variables: Variables, now: Date): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const scope = `${time.slice(0, 8)}/${variables.S3_REGION}/s3/aws4_request`
  const headers = { host: url.host, 'x-amz-content-sha256': EMPTY_SHA256, 'x-amz-date': time }
  const names = Object.keys(headers).join(';')
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  const request = [method, url.pathname, '', lines.join(''), names, EMPTY_SHA256].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(request).digest('hex')].join(
    '\n',
  )
  const secret = Buffer.from(`AWS4${variables.AWS_SECRET_ACCESS_KEY}`)
  const key = scope
    .split('/')
    .reduce<Buffer>((by, part) => createHmac('sha256', by).update(part).digest(), secret)
  const signature = createHmac('sha256', key).update(toSign).digest('hex')
  const credential = `${variables.AWS_ACCESS_KEY_ID}/${scope}`
  return {
    'x-amz-content-sha256': EMPTY_SHA256,
    'x-amz-date': time,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
  }
}
