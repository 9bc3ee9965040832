import { createHash } from 'node:crypto'
import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  HeadObjectCommand,
  type LifecycleRule,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { createUpload, sendPart } from './multipart-tools.ts'
import type { Behaviour } from './subject.ts'

/** Days after which at the latest what has expired is gone. */
const PATIENCE_DAYS = 12

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
export const lifecycleBehaviour =
  (shortDays: boolean): Behaviour =>
  ({ check, bench }) => {
    const key = (name: string) => `${bench().prefix}/${name}`
    const setRules = (Rules: LifecycleRule[]) => {
      const { client, bucket } = bench()
      const input = { Bucket: bucket, LifecycleConfiguration: { Rules } }
      return client.send(new PutBucketLifecycleConfigurationCommand(input))
    }
    const removeRules = () =>
      bench().client.send(new DeleteBucketLifecycleCommand({ Bucket: bench().bucket }))
    const put = (name: string, Tagging?: string) => {
      const { client, bucket } = bench()
      return client.send(new PutObjectCommand({ Bucket: bucket, Key: key(name), Body: 'x', Tagging }))
    }
    const keys = async () => {
      const { client, bucket } = bench()
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: key('') }),
      )
      return Contents.map(({ Key }) => Key?.slice(key('').length))
    }
    const patience = () => ({ timeout: PATIENCE_DAYS * (bench().subject.lifecycleDayMs ?? 0), interval: 100 })

    check('the rules of a bucket are kept, answered and removed', async () => {
      const { client, bucket } = bench()
      await setRules([
        { ID: 'temporary', Status: 'Enabled', Filter: { Prefix: 'runs/' }, Expiration: { Days: 7 } },
        {
          ID: 'stale',
          Status: 'Enabled',
          Filter: { Prefix: '' },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
        },
      ])
      const ask = new GetBucketLifecycleConfigurationCommand({ Bucket: bucket })
      const { Rules = [] } = await client.send(ask)
      expect(Rules.sort((a, b) => ((a.ID ?? '') < (b.ID ?? '') ? 1 : -1))).toMatchObject([
        { ID: 'temporary', Status: 'Enabled', Filter: { Prefix: 'runs/' }, Expiration: { Days: 7 } },
        { ID: 'stale', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 } },
      ])
      await removeRules()
      await expect(client.send(ask)).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' })
    })

    check('rules that say nothing sensible are refused', async () => {
      const { wire } = bench()
      const documents = [
        '<LifecycleConfiguration></LifecycleConfiguration>',
        '<LifecycleConfiguration><Rule><ID>a</ID><Filter><Prefix>a/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>0</Days></Expiration></Rule></LifecycleConfiguration>',
        '<LifecycleConfiguration><Rule><ID>a</ID><Filter><Prefix>a/</Prefix></Filter><Status>Enabled</Status></Rule></LifecycleConfiguration>',
      ]
      for (const body of documents) {
        const headers = { 'content-md5': md5(body) }
        const { status } = await wire.call({ method: 'PUT', query: { lifecycle: '' }, body, headers })
        expect(status, body).toBe(400)
      }
    })

    if (!shortDays) return

    check(
      'objects under a prefix, or with a tag, expire; what lies beside them stays',
      async () => {
        await setRules([
          { ID: 'prefix', Status: 'Enabled', Filter: { Prefix: key('expiring/') }, Expiration: { Days: 1 } },
          {
            ID: 'tag',
            Status: 'Enabled',
            Filter: { And: { Prefix: key('tagged/'), Tags: [{ Key: 'keep', Value: 'no' }] } },
            Expiration: { Days: 1 },
          },
          { ID: 'off', Status: 'Disabled', Filter: { Prefix: key('beside/') }, Expiration: { Days: 1 } },
        ])
        await put('expiring/a')
        await put('expiring/b/c')
        await put('tagged/a', 'keep=no')
        await put('tagged/b', 'keep=yes')
        await put('beside/a')
        await expect.poll(keys, patience()).toEqual(['beside/a', 'tagged/b'])
        await removeRules()
      },
      120_000,
    )

    check(
      'a stale upload is aborted; another stays',
      async () => {
        const { client, bucket } = bench()
        await setRules([
          {
            ID: 'stale',
            Status: 'Enabled',
            Filter: { Prefix: key('stale/') },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ])
        for (const name of ['stale/a', 'open/a']) {
          await sendPart(bench(), await createUpload(bench(), key(name)), 1, Buffer.from('x'))
        }
        const uploads = async () => {
          const input = { Bucket: bucket, Prefix: key('') }
          const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand(input))
          return Uploads.map(({ Key }) => Key)
        }
        await expect.poll(uploads, patience()).toEqual([key('open/a')])
        await removeRules()
      },
      120_000,
    )

    check(
      'an object that is replaced begins a new life',
      async () => {
        const { client, bucket, subject } = bench()
        await put('renewed/old')
        await put('renewed/young')
        const rule = { ID: 'renewed', Status: 'Enabled' as const, Filter: { Prefix: key('renewed/') } }
        await setRules([{ ...rule, Expiration: { Days: 2 } }])
        const rewriting = setInterval(
          () => put('renewed/young').catch(() => undefined),
          (subject.lifecycleDayMs ?? 0) / 2,
        )
        try {
          const old = () =>
            client.send(new HeadObjectCommand({ Bucket: bucket, Key: key('renewed/old') })).then(
              () => 'there',
              (error: Error) => error.name,
            )
          await expect.poll(old, patience()).toBe('NotFound')
          expect(await keys()).toContain('renewed/young')
        } finally {
          clearInterval(rewriting)
          await removeRules()
        }
      },
      120_000,
    )
  }

function md5(text: string): string {
  return createHash('md5').update(text).digest('base64')
}
