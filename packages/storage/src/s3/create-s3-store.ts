import { GetObjectCommand, HeadBucketCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { ObjectNotFound, StorageRefused } from '../errors.ts'
import type { Cancellable, ObjectStore, PresignGetOptions } from '../port.ts'
import { createContext, type S3Context, type S3Settings } from './context.ts'
import { deleteMany, deleteObject, deletePrefix } from './delete-objects.ts'
import { downloadToFile } from './download-to-file.ts'
import { getObject, headObject } from './get-object.ts'
import { listObjects } from './list-objects.ts'
import { multipartUploads } from './multipart.ts'
import { putObject } from './put-object.ts'
import { translated } from './translate-error.ts'
import { uploadFile } from './upload-file.ts'

export type { S3Settings } from './context.ts'

/** One bucket of any S3: AWS, Ceph, R2, or the store that `npm start` brings. Always path-style. */
export function createS3Store(settings: S3Settings): ObjectStore {
  const context = createContext(settings)
  return {
    bucket: settings.bucket,
    get: (key, options) => getObject(context, key, options),
    head: (key, options) => headObject(context, key, options),
    list: (prefix, options) => listObjects(context, prefix, options),
    downloadToFile: (key, path, options) => downloadToFile(context, key, path, options),
    put: (key, body, options) => putObject(context, key, body, options),
    uploadFile: (path, key, options) => uploadFile(context, path, key, options),
    delete: (key, options) => deleteObject(context, key, options),
    deleteMany: (keys, options) => deleteMany(context, keys, options),
    deletePrefix: (prefix, options) => deletePrefix(context, prefix, options),
    multipart: multipartUploads(context),
    presignGet: (key, options) => presignGet(context, key, options),
    check: (options) => checkBucket(context, options),
    close: () => {
      context.client.destroy()
      context.presigner.destroy()
    },
  }
}

async function presignGet(
  { presigner, bucket }: S3Context,
  key: string,
  { expiresInSeconds: expiresIn, contentDisposition }: PresignGetOptions,
): Promise<string> {
  const asked = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    ...(contentDisposition !== undefined && { ResponseContentDisposition: contentDisposition }),
  })
  return getSignedUrl(presigner, asked, { expiresIn })
}

async function checkBucket({ client, bucket }: S3Context, { signal }: Cancellable = {}): Promise<void> {
  try {
    await translated({ operation: 'HeadBucket', signal }, () =>
      client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal: signal }),
    )
  } catch (error) {
    // A HEAD has no body: a missing bucket is a bare 404.
    if (error instanceof ObjectNotFound) throw new StorageRefused('NoSuchBucket', { cause: error })
    throw error
  }
}
