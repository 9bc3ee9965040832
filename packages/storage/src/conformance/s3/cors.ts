import { PutBucketCorsCommand } from '@aws-sdk/client-s3'
import { beforeAll, expect } from 'vitest'
import { ALLOWED_ORIGINS, type Behaviour } from './subject.ts'

const ORIGIN = 'http://localhost:3000'

/** As docs/operations has it for the originals, and reading besides. */
const RULE = {
  AllowedOrigins: [...ALLOWED_ORIGINS],
  AllowedMethods: ['GET', 'HEAD', 'PUT', 'POST'],
  AllowedHeaders: ['content-type'],
  ExposeHeaders: ['ETag'],
  MaxAgeSeconds: 7_200,
}

export const corsBehaviour =
  (takesCorsRules: boolean): Behaviour =>
  ({ check, bench }) => {
    beforeAll(async () => {
      const { client, bucket } = bench()
      const CORSConfiguration = { CORSRules: [RULE] }
      if (takesCorsRules) await client.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration }))
    })

    const preflight = (origin: string, method = 'PUT') => {
      const { wire, subject, bucket, prefix } = bench()
      return wire.send(`${subject.account.endpoint}/${bucket}/${prefix}/x`, 'OPTIONS', {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'content-type',
      })
    }

    check('a preflight of an allowed origin is answered', async () => {
      for (const origin of [ORIGIN, 'https://tv.marquee.example']) {
        const { status, headers } = await preflight(origin)
        expect([status, headers['access-control-allow-origin']]).toEqual([200, origin])
        expect(headers['access-control-allow-methods']).toContain('PUT')
        expect(headers['access-control-allow-headers']).toMatch(/content-type|\*/i)
      }
    })

    check('a preflight of another origin, or for another method, is refused', async () => {
      expect((await preflight('https://evil.example')).status).toBe(403)
      expect((await preflight(ORIGIN, 'PATCH')).status).toBe(403)
    })

    check('a page may read the ETag of the part that it sent', async () => {
      const { wire, prefix } = bench()
      const put = await wire.call({
        method: 'PUT',
        key: `${prefix}/part`,
        body: 'x',
        headers: { origin: ORIGIN },
      })
      expect(put.headers['access-control-allow-origin']).toBe(ORIGIN)
      expect(put.headers['access-control-expose-headers']?.toLowerCase()).toContain('etag')
    })

    check('a page may read a refusal', async () => {
      const { wire, subject, bucket, prefix } = bench()
      const refused = await wire.send(
        `${subject.account.endpoint}/${bucket}/${prefix}/x`,
        'PUT',
        { origin: ORIGIN },
        'x',
      )
      expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([403, ORIGIN])
    })

    check('a page of another origin may read nothing', async () => {
      const { wire, prefix } = bench()
      const headers = { origin: 'https://evil.example' }
      const put = await wire.call({ method: 'PUT', key: `${prefix}/foreign`, body: 'x', headers })
      expect(put.headers['access-control-allow-origin']).toBeUndefined()
    })
  }
