import type { Call } from '../operation.ts'
import { S3Error } from '../s3-error.ts'

/** S3 allows 1 to 10,000. */
const MAX_PART_NUMBER = 10_000

/** Which part of which upload a call is about. @throws S3Error InvalidArgument */
export function readPartNumber({ request }: Call): { uploadId: string; number: number } {
  const text = request.query.get('partNumber') ?? ''
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (number < 1 || number > MAX_PART_NUMBER) {
    throw new S3Error('InvalidArgument', `Part number must be between 1 and ${MAX_PART_NUMBER}`)
  }
  return { uploadId: readUploadId(request.query), number }
}

export function readUploadId(query: ReadonlyMap<string, string>): string {
  return query.get('uploadId') ?? ''
}
