import { hasDigest } from '../body/checksums.ts'
import { readDocument } from '../body/read-document.ts'
import { readLifecycle, writeLifecycle } from '../lifecycle/rules.ts'
import { readRules, removeRules, writeRules } from '../lifecycle/stored-rules.ts'
import { emptyAnswer, type Operation, xmlAnswer } from '../operation.ts'
import { S3Error } from '../s3-error.ts'

export const getBucketLifecycle: Operation = async ({ disk, bucket }) => {
  const rules = await readRules(disk, bucket)
  if (!rules) throw new S3Error('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist')
  return xmlAnswer(writeLifecycle(rules))
}

export const putBucketLifecycle: Operation = async ({ disk, request, bucket, body }) => {
  if (!hasDigest(request))
    throw new S3Error('InvalidRequest', 'Missing required header: Content-MD5 or x-amz-checksum-*')
  await writeRules(disk, bucket, readLifecycle(await readDocument(body())))
  return emptyAnswer(200)
}

export const deleteBucketLifecycle: Operation = async ({ disk, bucket }) => {
  await removeRules(disk, bucket)
  return emptyAnswer(204)
}
