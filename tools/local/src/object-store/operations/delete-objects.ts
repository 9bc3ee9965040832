import { hasDigest } from '../body/checksums.ts'
import { readDocument } from '../body/read-document.ts'
import { deleteObjectFile } from '../disk/delete-object.ts'
import { type Operation, xmlAnswer } from '../operation.ts'
import { S3Error } from '../s3-error.ts'
import { childText, readXml } from '../xml/read-xml.ts'
import { xmlDocument } from '../xml/write-xml.ts'

const MAX_KEYS = 1_000
const DELETES_AT_ONCE = 16

export const deleteObjects: Operation = async ({ disk, request, bucket, body }) => {
  if (!hasDigest(request)) {
    throw new S3Error(
      'InvalidRequest',
      'Missing required header for this request: Content-MD5 or x-amz-checksum-*',
    )
  }
  const root = readXml(await readDocument(body()))
  const keys = root.children
    .filter(({ name }) => name === 'Object')
    .map((object) => childText(object, 'Key') ?? '')
  if (root.name !== 'Delete' || keys.length === 0 || keys.length > MAX_KEYS || keys.includes('')) {
    throw new S3Error('MalformedXML', `Delete must name 1 to ${MAX_KEYS} keys`)
  }
  const queue = keys.values()
  const lane = async () => {
    for (const key of queue) await deleteObjectFile(disk, bucket, key)
  }
  await Promise.all(Array.from({ length: DELETES_AT_ONCE }, lane))
  const quiet = childText(root, 'Quiet') === 'true'
  return xmlAnswer(xmlDocument('DeleteResult', { Deleted: quiet ? [] : keys.map((Key) => ({ Key })) }))
}
