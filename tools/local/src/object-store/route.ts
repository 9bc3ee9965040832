import type { Operation } from './operation.ts'
import { abortMultipartUpload } from './operations/abort-multipart-upload.ts'
import {
  deleteBucketLifecycle,
  getBucketLifecycle,
  putBucketLifecycle,
} from './operations/bucket-lifecycle.ts'
import { createBucket, headBucket, listBuckets } from './operations/buckets.ts'
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts'
import { copyObject } from './operations/copy-object.ts'
import { createMultipartUpload } from './operations/create-multipart-upload.ts'
import { deleteObject } from './operations/delete-object.ts'
import { deleteObjects } from './operations/delete-objects.ts'
import { getObject } from './operations/get-object.ts'
import { listMultipartUploads } from './operations/list-multipart-uploads.ts'
import { listObjects } from './operations/list-objects.ts'
import { listParts } from './operations/list-parts.ts'
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './operations/object-tagging.ts'
import { putObject } from './operations/put-object.ts'
import { uploadPart } from './operations/upload-part.ts'
import { uploadPartCopy } from './operations/upload-part-copy.ts'
import type { S3Request } from './request.ts'
import { S3Error } from './s3-error.ts'

/** What a request must carry, and what it may carry besides, to be this operation. */
interface Route {
  name: string
  scope: 'service' | 'bucket' | 'object'
  method: string
  /** Query parameters that must be there; a name, or name=value. */
  needs?: readonly string[]
  allows?: readonly string[]
  /** Whether x-amz-copy-source is there. */
  copies?: boolean
  /** Headers that only some operations heed. */
  heeds?: readonly string[]
  operation: Operation
}

const RESPONSE_OVERRIDES = [
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
]
const LISTING = [
  'prefix',
  'delimiter',
  'max-keys',
  'continuation-token',
  'start-after',
  'encoding-type',
  'fetch-owner',
]
const UPLOADS = ['prefix', 'max-uploads', 'key-marker', 'upload-id-marker', 'encoding-type']
const PART = ['partNumber', 'uploadId']
const TAGS = 'x-amz-tagging'

/** All that this server does. Whatever matches no line is NotImplemented. */
const ROUTES: readonly Route[] = [
  { name: 'ListBuckets', scope: 'service', method: 'GET', operation: listBuckets },
  { name: 'CreateBucket', scope: 'bucket', method: 'PUT', operation: createBucket },
  { name: 'HeadBucket', scope: 'bucket', method: 'HEAD', operation: headBucket },
  {
    name: 'ListObjectsV2',
    scope: 'bucket',
    method: 'GET',
    needs: ['list-type=2'],
    allows: LISTING,
    operation: listObjects,
  },
  {
    name: 'ListMultipartUploads',
    scope: 'bucket',
    method: 'GET',
    needs: ['uploads'],
    allows: UPLOADS,
    operation: listMultipartUploads,
  },
  {
    name: 'GetBucketLifecycleConfiguration',
    scope: 'bucket',
    method: 'GET',
    needs: ['lifecycle'],
    operation: getBucketLifecycle,
  },
  {
    name: 'PutBucketLifecycleConfiguration',
    scope: 'bucket',
    method: 'PUT',
    needs: ['lifecycle'],
    operation: putBucketLifecycle,
  },
  {
    name: 'DeleteBucketLifecycle',
    scope: 'bucket',
    method: 'DELETE',
    needs: ['lifecycle'],
    operation: deleteBucketLifecycle,
  },
  { name: 'DeleteObjects', scope: 'bucket', method: 'POST', needs: ['delete'], operation: deleteObjects },
  { name: 'GetObject', scope: 'object', method: 'GET', allows: RESPONSE_OVERRIDES, operation: getObject },
  { name: 'HeadObject', scope: 'object', method: 'HEAD', allows: RESPONSE_OVERRIDES, operation: getObject },
  { name: 'PutObject', scope: 'object', method: 'PUT', copies: false, heeds: [TAGS], operation: putObject },
  {
    name: 'CopyObject',
    scope: 'object',
    method: 'PUT',
    copies: true,
    heeds: [TAGS, 'x-amz-tagging-directive'],
    operation: copyObject,
  },
  { name: 'DeleteObject', scope: 'object', method: 'DELETE', operation: deleteObject },
  {
    name: 'GetObjectTagging',
    scope: 'object',
    method: 'GET',
    needs: ['tagging'],
    operation: getObjectTagging,
  },
  {
    name: 'PutObjectTagging',
    scope: 'object',
    method: 'PUT',
    needs: ['tagging'],
    operation: putObjectTagging,
  },
  {
    name: 'DeleteObjectTagging',
    scope: 'object',
    method: 'DELETE',
    needs: ['tagging'],
    operation: deleteObjectTagging,
  },
  {
    name: 'CreateMultipartUpload',
    scope: 'object',
    method: 'POST',
    needs: ['uploads'],
    heeds: [TAGS],
    operation: createMultipartUpload,
  },
  { name: 'UploadPart', scope: 'object', method: 'PUT', needs: PART, copies: false, operation: uploadPart },
  {
    name: 'UploadPartCopy',
    scope: 'object',
    method: 'PUT',
    needs: PART,
    copies: true,
    operation: uploadPartCopy,
  },
  {
    name: 'ListParts',
    scope: 'object',
    method: 'GET',
    needs: ['uploadId'],
    allows: ['max-parts', 'part-number-marker'],
    operation: listParts,
  },
  {
    name: 'CompleteMultipartUpload',
    scope: 'object',
    method: 'POST',
    needs: ['uploadId'],
    operation: completeMultipartUpload,
  },
  {
    name: 'AbortMultipartUpload',
    scope: 'object',
    method: 'DELETE',
    needs: ['uploadId'],
    operation: abortMultipartUpload,
  },
]

/** Headers that ask for something that this server would silently not do. */
const UNSUPPORTED_HEADER =
  /^x-amz-(acl|grant-|server-side-encryption|object-lock-|tagging|website-|storage-class|copy-source-server-side|mfa|expected-bucket-owner|source-expected)/
const HARMLESS: Record<string, string> = { 'x-amz-acl': 'private', 'x-amz-storage-class': 'STANDARD' }

/** @throws S3Error NotImplemented */
export function chooseRoute(request: S3Request): { name: string; operation: Operation } {
  const route = ROUTES.find((candidate) => matches(candidate, request))
  if (!route) throw new S3Error('NotImplemented', 'This object store does not implement the operation')
  for (const [name, value] of request.headers) {
    if (UNSUPPORTED_HEADER.test(name) && HARMLESS[name] !== value && !route.heeds?.includes(name)) {
      throw new S3Error('NotImplemented', `This object store does not implement the header ${name}`)
    }
  }
  return route
}

function matches(route: Route, request: S3Request): boolean {
  const { method, scope, needs = [], allows = [], copies } = route
  if (request.method !== method || scopeOf(request) !== scope) return false
  if (copies !== undefined && copies !== request.headers.has('x-amz-copy-source')) return false
  const asked = [...request.query.keys()].filter((name) => !name.startsWith('X-Amz-') && name !== 'x-id')
  const needed = needs.map((need) => need.split('='))
  const names = needed.map(([name]) => name)
  return (
    needed.every(
      ([name = '', value]) =>
        request.query.has(name) && (value ?? request.query.get(name)) === request.query.get(name),
    ) && asked.every((name) => names.includes(name) || allows.includes(name))
  )
}

function scopeOf({ bucket, key }: S3Request): Route['scope'] {
  if (bucket === undefined) return 'service'
  return key === undefined ? 'bucket' : 'object'
}
