import { DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3'
import { StorageRefused } from '../errors.ts'
import type { Cancellable } from '../port.ts'
import type { S3Context } from './context.ts'
import { listObjects } from './list-objects.ts'
import { translated } from './translate-error.ts'

/** S3's own limit for one DeleteObjects. */
const KEYS_PER_CALL = 1_000

export async function deleteObject(
  { client, bucket }: S3Context,
  key: string,
  { signal }: Cancellable = {},
): Promise<void> {
  await translated({ operation: 'DeleteObject', key, signal }, () =>
    client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal }),
  )
}

export async function deleteMany(
  context: S3Context,
  keys: Iterable<string>,
  options: Cancellable = {},
): Promise<void> {
  let batch: string[] = []
  for (const key of keys) {
    batch.push(key)
    if (batch.length === KEYS_PER_CALL) {
      await deleteBatch(context, batch, options)
      batch = []
    }
  }
  if (batch.length > 0) await deleteBatch(context, batch, options)
}

export async function deletePrefix(
  context: S3Context,
  prefix: string,
  options: Cancellable = {},
): Promise<number> {
  if (prefix === '') throw new TypeError('An empty prefix would delete the whole bucket')
  let deleted = 0
  let batch: string[] = []
  for await (const { key } of listObjects(context, prefix, options)) {
    batch.push(key)
    deleted++
    if (batch.length < KEYS_PER_CALL) continue
    await deleteBatch(context, batch, options)
    batch = []
  }
  if (batch.length > 0) await deleteBatch(context, batch, options)
  return deleted
}

async function deleteBatch({ client, bucket }: S3Context, keys: string[], { signal }: Cancellable) {
  return translated({ operation: 'DeleteObjects', signal }, async () => {
    const objects = keys.map((Key) => ({ Key }))
    const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } })
    const { Errors = [] } = await client.send(command, { abortSignal: signal })
    const first = Errors[0]
    if (first) throw new StorageRefused(first.Code ?? 'InternalError', { cause: Errors })
  })
}
