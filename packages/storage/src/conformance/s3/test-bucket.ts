import { randomBytes } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import type { S3Account } from './subject.ts'

/** A bucket of a new name. */
export async function createTestBucket(account: S3Account): Promise<string> {
  const bucket = `marquee-s3-${randomBytes(6).toString('hex')}`
  await using(account, async (client) => {
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
  })
  return bucket
}

/** With all that tests have left in it. */
export async function removeTestBucket(account: S3Account, bucket: string): Promise<void> {
  await using(account, async (client) => {
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
    for (const { Key, UploadId } of Uploads) {
      await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
    }
    for (let more = true; more; ) {
      const page = await client.send(new ListObjectsV2Command({ Bucket: bucket }))
      const objects = page.Contents ?? []
      await Promise.all(
        objects.map(({ Key }) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key }))),
      )
      more = page.IsTruncated === true
    }
    await client.send(new DeleteBucketCommand({ Bucket: bucket }))
  })
}

async function using(account: S3Account, work: (client: S3Client) => Promise<void>): Promise<void> {
  const client = new S3Client({
    ...account,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
  try {
    await work(client)
  } finally {
    client.destroy()
  }
}
