import { createHash, createHmac } from 'node:crypto'

export interface SigningSettings {
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

export interface RequestToSign {
  readonly method: 'GET' | 'HEAD'
  readonly host: string
  /** As it goes out, percent-encoded. */
  readonly path: string
}

const EMPTY_SHA256 = createHash('sha256').digest('hex')

/**
 * Signs bodiless requests without a query: AWS Signature Version 4, «Authenticating Requests (Authorization Header)». The
 * day's key is derived once; a request costs three hashes.
 */
export function createSigner({ region, credentials }: SigningSettings) {
  let day = ''
  let key: Buffer = Buffer.alloc(0)

  function keyOf(date: string): Buffer {
    if (date !== day) {
      day = date
      key = [date, region, 's3', 'aws4_request'].reduce<Buffer>(
        (by, part) => createHmac('sha256', by).update(part).digest(),
        Buffer.from(`AWS4${credentials.secretAccessKey}`),
      )
    }
    return key
  }

  return ({ method, host, path }: RequestToSign, now: Date = new Date()): Record<string, string> => {
    const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '')
    const date = time.slice(0, 8)
    const scope = `${date}/${region}/s3/aws4_request`
    const signed = 'host;x-amz-content-sha256;x-amz-date'
    const request = `${method}\n${path}\n\nhost:${host}\nx-amz-content-sha256:${EMPTY_SHA256}\nx-amz-date:${time}\n\n${signed}\n${EMPTY_SHA256}`
    const digest = createHash('sha256').update(request).digest('hex')
    const signature = createHmac('sha256', keyOf(date))
      .update(`AWS4-HMAC-SHA256\n${time}\n${scope}\n${digest}`)
      .digest('hex')
    return {
      'x-amz-content-sha256': EMPTY_SHA256,
      'x-amz-date': time,
      authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`,
    }
  }
}
