import { readdir } from 'node:fs/promises'
import { paths } from '../disk/disk.ts'
import { keyToBytes } from '../disk/escape-key.ts'
import type { UploadRecord } from '../disk/records.ts'
import { OPEN, readUpload } from '../disk/uploads.ts'
import { type Call, type Operation, readCount, xmlAnswer } from '../operation.ts'
import { encodeRfc3986 } from '../signature/canonical-request.ts'
import { xmlDocument } from '../xml/write-xml.ts'

const MAX_UPLOADS = 1_000

type OpenUpload = UploadRecord & { uploadId: string }

export const listMultipartUploads: Operation = async (call) => {
  const { query } = call.request
  const maxUploads = readCount(call, 'max-uploads', MAX_UPLOADS)
  const rest = await uploadsAfterMarkers(call)
  const page = rest.slice(0, maxUploads)
  const encode = query.get('encoding-type') === 'url' ? encodeRfc3986 : (key: string) => key
  const truncated = rest.length > page.length
  return xmlAnswer(
    xmlDocument('ListMultipartUploadsResult', {
      Bucket: call.bucket,
      Prefix: encode(query.get('prefix') ?? ''),
      KeyMarker: encode(query.get('key-marker') ?? ''),
      UploadIdMarker: query.get('upload-id-marker') ?? '',
      NextKeyMarker: truncated ? encode(page.at(-1)?.key ?? '') : undefined,
      NextUploadIdMarker: truncated ? page.at(-1)?.uploadId : undefined,
      EncodingType: query.get('encoding-type'),
      MaxUploads: maxUploads,
      IsTruncated: truncated,
      Upload: page.map(({ key, uploadId, initiated }) => ({
        Key: encode(key),
        UploadId: uploadId,
        Initiated: new Date(initiated).toISOString(),
        StorageClass: 'STANDARD',
      })),
    }),
  )
}

async function uploadsAfterMarkers({ disk, request: { query }, bucket }: Call): Promise<OpenUpload[]> {
  const prefix = query.get('prefix') ?? ''
  const after = sortKey(query.get('key-marker') ?? '', query.get('upload-id-marker') ?? '\uffff')
  const uploads: OpenUpload[] = []
  for (const uploadId of await readdir(paths.uploads(disk, bucket))) {
    const upload = await readUpload(disk, bucket, uploadId, OPEN)
    if (upload?.key.startsWith(prefix)) uploads.push({ ...upload, uploadId })
  }
  return uploads
    .map((upload) => ({ upload, order: sortKey(upload.key, upload.uploadId) }))
    .filter(({ order }) => !query.has('key-marker') || order > after)
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ upload }) => upload)
}

/** By key, in byte order, then by upload id. */
function sortKey(key: string, uploadId: string): string {
  return `${keyToBytes(key)}\0${uploadId}`
}
