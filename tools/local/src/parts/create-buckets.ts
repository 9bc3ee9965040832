import { type BucketBounds, ensureBucket } from '@marquee/storage'
import { QUIET_VARIABLES } from '../settings/quiet-variables.ts'

/** Of an installation; those of the store are read. */
type Variables = Readonly<Record<string, string>>

/**
 * What the store removes by itself should the sweep of the workers not come to it: an upload lives for a day, the
 * outputs of a task as long as its run.
 */
const BOUNDS = {
  S3_BUCKET_ORIGINALS: { uploadDays: 3 },
  S3_BUCKET_TEMPORARY: { uploadDays: 3, objectDays: 7 },
  S3_BUCKET_TRANSCODED: { uploadDays: 3 },
} as const satisfies Record<string, BucketBounds>

/**
 * Makes the three buckets where they are missing, and bounds what stays in them where they have no rules of their own.
 *
 * @returns the names of the buckets whose store takes no rules from this account
 * @throws StorageRefused, StorageUnavailable naming what the store said
 */
export async function createBuckets(variables: Variables): Promise<string[]> {
  // This program reaches the store too.
  Object.assign(process.env, QUIET_VARIABLES)
  const unbounded: string[] = []
  const make = async ([name, bounds]: [string, BucketBounds]) => {
    const settings = storeSettings(variables, variables[name] ?? '')
    if ((await ensureBucket(settings, bounds)) === 'refused') unbounded.push(settings.bucket)
  }
  await Promise.all(Object.entries(BOUNDS).map(make))
  return unbounded.sort()
}

function storeSettings(variables: Variables, bucket: string) {
  return {
    endpoint: variables.S3_ENDPOINT ?? '',
    region: variables.S3_REGION ?? '',
    bucket,
    credentials: {
      accessKeyId: variables.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? '',
    },
  }
}
