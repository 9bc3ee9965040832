import { randomBytes } from 'node:crypto'
import { createUploadFolder } from '../disk/uploads.ts'
import { type Operation, xmlAnswer } from '../operation.ts'
import { readStoredHeaders } from '../stored-headers.ts'
import { readTagHeader } from '../tags.ts'
import { xmlDocument } from '../xml/write-xml.ts'

export const createMultipartUpload: Operation = async ({ disk, request, bucket, key, now }) => {
  const uploadId = randomBytes(16).toString('hex')
  await createUploadFolder(disk, bucket, uploadId, {
    key,
    headers: readStoredHeaders(request),
    tags: readTagHeader(request),
    initiated: now(),
  })
  return xmlAnswer(
    xmlDocument('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: uploadId }),
  )
}
