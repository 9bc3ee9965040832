import { createWire, type Wire } from '@marquee/storage/conformance'
import { describe, expect, it } from 'vitest'
import { TEST_CREDENTIALS, TEST_REGION } from '../object-store/testing/start-object-store.ts'
import { useObjectStore } from '../object-store/testing/use-object-store.ts'
import { createBuckets } from './create-buckets.ts'

const { server } = useObjectStore()

function variables(name: string, change: Record<string, string> = {}) {
  return {
    S3_ENDPOINT: server().endpoint(),
    S3_REGION: TEST_REGION,
    AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
    S3_BUCKET_ORIGINALS: `${name}-originals`,
    S3_BUCKET_TEMPORARY: `${name}-temporary`,
    S3_BUCKET_TRANSCODED: `${name}-transcoded`,
    ...change,
  }
}

function wireTo(bucket: string): Wire {
  const account = { endpoint: server().endpoint(), region: TEST_REGION, credentials: TEST_CREDENTIALS }
  return createWire(account, bucket)
}

const rulesOf = async (bucket: string) =>
  (await wireTo(bucket).call({ method: 'GET', query: { lifecycle: '' } })).text

describe('createBuckets', () => {
  it('makes what is missing and bounds what stays there', async () => {
    expect(await createBuckets(variables('new'))).toEqual([])
    expect(await rulesOf('new-temporary')).toMatch(/<DaysAfterInitiation>3<.*<Days>7</)
    for (const bucket of ['new-originals', 'new-transcoded']) {
      expect(await rulesOf(bucket)).toContain('<DaysAfterInitiation>3<')
      expect(await rulesOf(bucket)).not.toContain('<Expiration>')
    }
    expect(await createBuckets(variables('new'))).toEqual([])
  })

  it('leaves the rules that an operator has set', async () => {
    await createBuckets(variables('ruled'))
    const body =
      '<LifecycleConfiguration><Rule><ID>mine</ID><Filter><Prefix/></Filter><Status>Enabled</Status>' +
      '<Expiration><Days>99</Days></Expiration></Rule></LifecycleConfiguration>'
    const headers = { 'x-amz-checksum-sha256': await sha256(body) }
    const put = { method: 'PUT', query: { lifecycle: '' }, body, headers }
    expect((await wireTo('ruled-temporary').call(put)).status).toBe(200)
    await createBuckets(variables('ruled'))
    expect(await rulesOf('ruled-temporary')).toContain('<ID>mine</ID>')
    expect(await rulesOf('ruled-temporary')).not.toContain('marquee-')
  })

  it('says what is wrong with the account or the name', async () => {
    const wrongKey = createBuckets(variables('refused', { AWS_SECRET_ACCESS_KEY: 'wrong' }))
    await expect(wrongKey).rejects.toMatchObject({ reason: 'SignatureDoesNotMatch' })
    const wrongName = createBuckets(variables('refused', { S3_BUCKET_ORIGINALS: 'No_Bucket' }))
    await expect(wrongName).rejects.toMatchObject({ reason: 'InvalidBucketName' })
  })
})

async function sha256(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text))).toString('base64')
}
