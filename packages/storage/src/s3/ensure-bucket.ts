import {
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  HeadBucketCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3'
import { ObjectNotFound, StorageRefused } from '../errors.ts'
import { createContext, type S3Context, type S3Settings } from './context.ts'
import { translated } from './translate-error.ts'

/** When the store itself removes what a program was to remove and did not, in days. */
export interface BucketBounds {
  objectDays?: number
  /** Of uploads that nobody completed. */
  uploadDays: number
}

/** `kept`: the bucket had rules, which stay as they are. `refused`: the store does not let us, or has no lifecycle. */
export type BucketRules = 'set' | 'kept' | 'refused'

/**
 * Makes a bucket where it is missing, and gives it rules where it has none. The account needs no right to make buckets
 * where the bucket is there.
 *
 * @throws StorageRefused where it is neither there nor made; StorageUnavailable
 */
export async function ensureBucket(settings: S3Settings, bounds: BucketBounds): Promise<BucketRules> {
  const context = createContext(settings)
  try {
    if (!(await isThere(context))) await createBucket(context)
    return await ensureRules(context, bounds)
  } finally {
    context.client.destroy()
    context.presigner.destroy()
  }
}

async function isThere({ client, bucket }: S3Context): Promise<boolean> {
  try {
    await translated({ operation: 'HeadBucket' }, () =>
      client.send(new HeadBucketCommand({ Bucket: bucket })),
    )
    return true
  } catch (error) {
    // A HEAD has no body to say why it was refused; making the bucket is refused with a reason.
    if (error instanceof ObjectNotFound || error instanceof StorageRefused) return false
    throw error
  }
}

/** Another may have made it meanwhile. */
async function createBucket({ client, bucket }: S3Context): Promise<void> {
  try {
    await translated({ operation: 'CreateBucket' }, () =>
      client.send(new CreateBucketCommand({ Bucket: bucket })),
    )
  } catch (error) {
    if (!(error instanceof StorageRefused && error.reason === 'BucketAlreadyOwnedByYou')) throw error
  }
}

async function ensureRules(context: S3Context, bounds: BucketBounds): Promise<BucketRules> {
  try {
    if (await hasRules(context)) return 'kept'
    await putRules(context, bounds)
    return 'set'
  } catch (error) {
    if (error instanceof StorageRefused) return 'refused'
    throw error
  }
}

async function hasRules({ client, bucket }: S3Context): Promise<boolean> {
  try {
    const command = new GetBucketLifecycleConfigurationCommand({ Bucket: bucket })
    const { Rules = [] } = await translated({ operation: 'GetBucketLifecycle' }, () => client.send(command))
    return Rules.length > 0
  } catch (error) {
    if (error instanceof StorageRefused && error.reason === 'NoSuchLifecycleConfiguration') return false
    throw error
  }
}

async function putRules(
  { client, bucket }: S3Context,
  { objectDays, uploadDays }: BucketBounds,
): Promise<void> {
  const everything = { Status: 'Enabled' as const, Filter: { Prefix: '' } }
  const Rules: LifecycleRule[] = [
    {
      ...everything,
      ID: 'marquee-stale-uploads',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: uploadDays },
    },
  ]
  if (objectDays !== undefined) {
    Rules.push({ ...everything, ID: 'marquee-temporary-objects', Expiration: { Days: objectDays } })
  }
  const command = new PutBucketLifecycleConfigurationCommand({
    Bucket: bucket,
    LifecycleConfiguration: { Rules },
  })
  await translated({ operation: 'PutBucketLifecycle' }, () => client.send(command))
}
