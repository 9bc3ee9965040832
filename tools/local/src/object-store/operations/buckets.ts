import { stat } from 'node:fs/promises'
import { paths } from '../disk/disk.ts'
import { createBucketFolders } from '../disk/open-disk.ts'
import { emptyAnswer, type Operation, xmlAnswer } from '../operation.ts'
import { S3Error } from '../s3-error.ts'
import { xmlDocument } from '../xml/write-xml.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, without its reserved words. */
const BUCKET_NAME = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

export const createBucket: Operation = async ({ disk, bucket }) => {
  if (!isBucketName(bucket)) throw new S3Error('InvalidBucketName', 'The specified bucket is not valid')
  if (disk.buckets.has(bucket)) throw new S3Error('BucketAlreadyOwnedByYou', 'You already own this bucket')
  await createBucketFolders(disk, bucket)
  return emptyAnswer(200, { location: `/${bucket}` })
}

export const headBucket: Operation = async () => emptyAnswer(200)

export const listBuckets: Operation = async ({ disk }) => {
  const buckets = [...disk.buckets].sort().map(async (bucket) => {
    const { birthtime } = await stat(paths.bucket(disk, bucket))
    return { Name: bucket, CreationDate: birthtime.toISOString() }
  })
  return xmlAnswer(
    xmlDocument('ListAllMyBucketsResult', {
      Owner: { ID: 'marquee' },
      Buckets: { Bucket: await Promise.all(buckets) },
    }),
  )
}

export function isBucketName(name: string): boolean {
  return BUCKET_NAME.test(name)
}
