import { paths } from '../disk/disk.ts'
import { bytesToKey, keyToBytes } from '../disk/escape-key.ts'
import type { ObjectRecord } from '../disk/records.ts'
import { readSealed } from '../disk/sealed-file.ts'
import { type Walk, type WalkedKey, walkKeys } from '../disk/walk-keys.ts'
import { quoted } from '../etag.ts'
import { type Call, type Operation, readCount, xmlAnswer } from '../operation.ts'
import { S3Error } from '../s3-error.ts'
import { encodeRfc3986 } from '../signature/canonical-request.ts'
import { xmlDocument } from '../xml/write-xml.ts'

const MAX_KEYS = 1_000
const READS_AT_ONCE = 16

/** A page in the making: keys as bytes (latin1). */
interface Page {
  objects: WalkedKey[]
  commonPrefixes: string[]
  /** Where the next page goes on, if there is one. */
  next: Position | undefined
}

/** The last line of a page: an object, or a common prefix whose keys are then all passed over. */
interface Position {
  last: string
  isPrefix: boolean
}

export const listObjects: Operation = async (call) => {
  const { query } = call.request
  const maxKeys = readCount(call, 'max-keys', MAX_KEYS)
  const page = await readPage(call, maxKeys)
  const records = await readRecords(page.objects)
  const encode = query.get('encoding-type') === 'url' ? encodeListedKey : (key: string) => key
  const token = query.get('continuation-token')
  return xmlAnswer(
    xmlDocument('ListBucketResult', {
      Name: call.bucket,
      Prefix: encode(query.get('prefix') ?? ''),
      Delimiter: query.has('delimiter') ? encode(query.get('delimiter') ?? '') : undefined,
      StartAfter: query.has('start-after') ? encode(query.get('start-after') ?? '') : undefined,
      EncodingType: query.get('encoding-type'),
      MaxKeys: maxKeys,
      KeyCount: records.length + page.commonPrefixes.length,
      IsTruncated: page.next !== undefined,
      ContinuationToken: token,
      NextContinuationToken: page.next && writeToken(page.next),
      Contents: records.map(({ key, size, etag, modified }) => ({
        Key: encode(key),
        LastModified: new Date(modified).toISOString(),
        ETag: quoted(etag),
        Size: size,
        StorageClass: 'STANDARD',
      })),
      CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(bytesToKey(prefix)) })),
    }),
  )
}

async function readPage({ disk, request: { query }, bucket }: Call, maxKeys: number): Promise<Page> {
  const prefix = keyToBytes(query.get('prefix') ?? '')
  const delimiter = keyToBytes(query.get('delimiter') ?? '')
  const from = startOf(query)
  const walk: Walk = { prefix, after: from.last, skip: from.isPrefix ? from.last : undefined }
  const page: Page = { objects: [], commonPrefixes: [], next: undefined }
  if (maxKeys === 0) return page
  let last = from
  for await (const walked of walkKeys(paths.objects(disk, bucket), walk)) {
    if (page.objects.length + page.commonPrefixes.length === maxKeys) return { ...page, next: last }
    const end = delimiter === '' ? -1 : walked.key.indexOf(delimiter, prefix.length)
    if (end === -1) {
      page.objects.push(walked)
      last = { last: walked.key, isPrefix: false }
    } else {
      const common = walked.key.slice(0, end + delimiter.length)
      page.commonPrefixes.push(common)
      walk.skip = common
      last = { last: common, isPrefix: true }
    }
  }
  return page
}

/** Objects that were deleted since the walk are left out. */
async function readRecords(objects: WalkedKey[]): Promise<ObjectRecord[]> {
  const records: (ObjectRecord | undefined)[] = Array.from({ length: objects.length })
  const queue = objects.entries()
  const lane = async () => {
    for (const [index, { path }] of queue) records[index] = await readSealed<ObjectRecord>(path)
  }
  await Promise.all(Array.from({ length: READS_AT_ONCE }, lane))
  return records.filter((record) => record !== undefined)
}

function startOf(query: ReadonlyMap<string, string>): Position {
  const token = query.get('continuation-token')
  if (token === undefined) return { last: keyToBytes(query.get('start-after') ?? ''), isPrefix: false }
  const [kind, ...rest] = Buffer.from(token, 'base64url').toString('latin1')
  if (kind !== 'o' && kind !== 'p')
    throw new S3Error('InvalidArgument', 'The continuation token is not valid')
  return { last: rest.join(''), isPrefix: kind === 'p' }
}

function writeToken({ last, isPrefix }: Position): string {
  return Buffer.from(`${isPrefix ? 'p' : 'o'}${last}`, 'latin1').toString('base64url')
}

function encodeListedKey(key: string): string {
  return encodeRfc3986(key).replaceAll('%2F', '/')
}
