import { rm } from 'node:fs/promises'
import { readDocument } from '../body/read-document.ts'
import { commitObject } from '../disk/commit-object.ts'
import { type Disk, paths } from '../disk/disk.ts'
import type { ObjectRecord, PartRecord } from '../disk/records.ts'
import { readSealed, writeSealed } from '../disk/sealed-file.ts'
import { markDone, partNumbers, readOpenUpload, readPart } from '../disk/uploads.ts'
import { multipartEtag, quoted, unquoted } from '../etag.ts'
import { type Call, type Operation, xmlAnswer } from '../operation.ts'
import { writesOnlyIfNew } from '../preconditions.ts'
import { S3Error } from '../s3-error.ts'
import { childText, readXml } from '../xml/read-xml.ts'
import { xmlDocument } from '../xml/write-xml.ts'
import { readUploadId } from './part-number.ts'

/** S3's bound for every part but the last: 5 MiB. */
const MIN_PART_BYTES = 5 * 2 ** 20

interface NamedPart {
  number: number
  /** Without quotes. */
  etag: string
}

/**
 * Makes an object of parts without moving a byte: its file is only a list of them. Repeating a call whose answer was
 * lost answers the same.
 */
export const completeMultipartUpload: Operation = async (call) => {
  const { disk, request, bucket, key } = call
  const uploadId = readUploadId(request.query)
  const named = readNamedParts(await readDocument(call.body()))
  const etag = await disk.locks.hold(uploadId, async () => {
    return (await alreadyMade(call, uploadId)) ?? (await makeObject(call, uploadId, named))
  })
  return xmlAnswer(
    xmlDocument('CompleteMultipartUploadResult', {
      Location: `/${bucket}/${key}`,
      Bucket: bucket,
      Key: key,
      ETag: quoted(etag),
    }),
  )
}

async function alreadyMade({ disk, bucket, key }: Call, uploadId: string): Promise<string | undefined> {
  const object = await readSealed<ObjectRecord>(paths.object(disk, bucket, key))
  return object?.parts?.uploadId === uploadId ? object.etag : undefined
}

async function makeObject(call: Call, uploadId: string, named: NamedPart[]): Promise<string> {
  const { disk, request, bucket, key, now } = call
  const { headers, tags } = await readOpenUpload(disk, bucket, key, uploadId)
  const parts = await takeParts(disk, bucket, uploadId, named)
  const record: ObjectRecord = {
    key,
    size: parts.reduce((sum, { size }) => sum + size, 0),
    etag: multipartEtag(parts.map(({ etag }) => etag)),
    modified: now(),
    headers,
    tags,
    parts: { uploadId, pieces: parts.map(({ number, size }) => [number, size]) },
  }
  const temporary = paths.temporary(disk)
  await writeSealed(temporary, nothing(), () => record)
  await commitObject(disk, { bucket, key, temporary, onlyIfNew: writesOnlyIfNew(request) })
  await markDone(disk, bucket, uploadId)
  await removeUnnamed(disk, bucket, uploadId, named)
  return record.etag
}

async function* nothing(): AsyncGenerator<Buffer> {}

/** @throws S3Error InvalidPart, EntityTooSmall */
async function takeParts(disk: Disk, bucket: string, uploadId: string, named: NamedPart[]) {
  const parts: (PartRecord & { number: number })[] = []
  for (const [index, { number, etag }] of named.entries()) {
    const part = await readPart(disk, bucket, uploadId, number)
    if (part?.etag !== etag) throw new S3Error('InvalidPart', `Part ${number} was not found with this ETag`)
    if (index < named.length - 1 && part.size < MIN_PART_BYTES) {
      throw new S3Error('EntityTooSmall', `Part ${number} is smaller than ${MIN_PART_BYTES} bytes`)
    }
    parts.push({ ...part, number })
  }
  return parts
}

async function removeUnnamed(
  disk: Disk,
  bucket: string,
  uploadId: string,
  named: NamedPart[],
): Promise<void> {
  const wanted = new Set(named.map(({ number }) => number))
  for (const number of await partNumbers(disk, bucket, uploadId)) {
    if (!wanted.has(number)) await rm(paths.part(disk, bucket, uploadId, number), { force: true })
  }
}

/** @throws S3Error MalformedXML, InvalidPartOrder */
function readNamedParts(document: string): NamedPart[] {
  const root = readXml(document)
  const parts = root.children
    .filter(({ name }) => name === 'Part')
    .map((part) => ({
      number: Number(childText(part, 'PartNumber')),
      etag: unquoted(childText(part, 'ETag') ?? ''),
    }))
  if (root.name !== 'CompleteMultipartUpload' || parts.length === 0) {
    throw new S3Error('MalformedXML', 'CompleteMultipartUpload must name at least one part')
  }
  for (const [index, { number }] of parts.entries()) {
    const before = parts[index - 1]?.number ?? 0
    if (!Number.isInteger(number)) throw new S3Error('MalformedXML', 'A part has no number')
    if (number <= before) throw new S3Error('InvalidPartOrder', 'The parts were not in ascending order')
  }
  return parts
}
