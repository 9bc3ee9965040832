import { readOpenUpload, removeUpload } from '../disk/uploads.ts'
import { emptyAnswer, type Operation } from '../operation.ts'
import { readUploadId } from './part-number.ts'

export const abortMultipartUpload: Operation = async ({ disk, request, bucket, key }) => {
  const uploadId = readUploadId(request.query)
  await disk.locks.hold(uploadId, async () => {
    await readOpenUpload(disk, bucket, key, uploadId)
    await removeUpload(disk, bucket, uploadId)
  })
  return emptyAnswer(204)
}
