import { partNumbers, readOpenUpload, readPart } from '../disk/uploads.ts'
import { quoted } from '../etag.ts'
import { type Operation, readCount, xmlAnswer } from '../operation.ts'
import { type XmlContent, xmlDocument } from '../xml/write-xml.ts'
import { readUploadId } from './part-number.ts'

const MAX_PARTS = 1_000

export const listParts: Operation = async (call) => {
  const { disk, request, bucket, key } = call
  const uploadId = readUploadId(request.query)
  await readOpenUpload(disk, bucket, key, uploadId)
  const maxParts = readCount(call, 'max-parts', MAX_PARTS)
  const marker = readCount(call, 'part-number-marker', Number.MAX_SAFE_INTEGER)
  const after = request.query.has('part-number-marker') ? marker : 0
  const rest = (await partNumbers(disk, bucket, uploadId)).filter((number) => number > after)
  const page = rest.slice(0, maxParts)
  const parts: XmlContent[] = []
  for (const number of page) {
    const part = await readPart(disk, bucket, uploadId, number)
    if (!part) continue
    const LastModified = new Date(part.modified).toISOString()
    parts.push({ PartNumber: number, LastModified, ETag: quoted(part.etag), Size: part.size })
  }
  return xmlAnswer(
    xmlDocument('ListPartsResult', {
      Bucket: bucket,
      Key: key,
      UploadId: uploadId,
      StorageClass: 'STANDARD',
      PartNumberMarker: after,
      NextPartNumberMarker: page.at(-1) ?? 0,
      MaxParts: maxParts,
      IsTruncated: rest.length > page.length,
      Part: parts,
    }),
  )
}
