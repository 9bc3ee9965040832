import { readDocument } from '../body/read-document.ts'
import { changeRecord } from '../disk/change-record.ts'
import { paths } from '../disk/disk.ts'
import type { ObjectRecord } from '../disk/records.ts'
import { readSealed } from '../disk/sealed-file.ts'
import { type Call, emptyAnswer, type Operation, xmlAnswer } from '../operation.ts'
import { S3Error } from '../s3-error.ts'
import { readTagDocument, type Tags, writeTagDocument } from '../tags.ts'

export const getObjectTagging: Operation = async ({ disk, bucket, key }) => {
  const record = await readSealed<ObjectRecord>(paths.object(disk, bucket, key))
  if (!record) throw noSuchKey()
  return xmlAnswer(writeTagDocument(record.tags ?? []))
}

export const putObjectTagging: Operation = async (call) => {
  await setTags(call, readTagDocument(await readDocument(call.body())))
  return emptyAnswer(200)
}

export const deleteObjectTagging: Operation = async (call) => {
  await setTags(call, [])
  return emptyAnswer(204)
}

async function setTags({ disk, bucket, key }: Call, tags: Tags): Promise<void> {
  if (!(await changeRecord(disk, bucket, key, (record) => ({ ...record, tags })))) throw noSuchKey()
}

function noSuchKey(): S3Error {
  return new S3Error('NoSuchKey', 'The specified key does not exist')
}
