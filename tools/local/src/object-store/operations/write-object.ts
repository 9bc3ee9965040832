import { rm } from 'node:fs/promises'
import type { IncomingBody } from '../body/incoming-body.ts'
import { commitObject } from '../disk/commit-object.ts'
import { paths } from '../disk/disk.ts'
import type { ObjectRecord, PartRecord, StoredHeaders } from '../disk/records.ts'
import { writeSealed } from '../disk/sealed-file.ts'
import type { Call } from '../operation.ts'
import type { Tags } from '../tags.ts'

/** Bytes to write, from a client or from another object. */
export type Content = Pick<IncomingBody, 'chunks' | 'verify'>

/** Writes and commits an object; verified and durable when this resolves. */
export async function writeObject(
  { disk, bucket, key, now }: Pick<Call, 'disk' | 'bucket' | 'key' | 'now'>,
  content: Content,
  { headers, tags, onlyIfNew }: { headers: StoredHeaders; tags: Tags; onlyIfNew: boolean },
): Promise<ObjectRecord> {
  const { temporary, record } = await writeTemporary({ disk }, content, ({ size, md5, checksum }) => {
    return { key, size, etag: md5, modified: now(), headers, checksum, tags } satisfies ObjectRecord
  })
  await commitObject(disk, { bucket, key, temporary, onlyIfNew })
  return record
}

/** Writes a part that `commitPart` can then put in its place. */
export function writePart({ disk, now }: Call, content: Content) {
  return writeTemporary({ disk }, content, ({ size, md5, checksum }): PartRecord => {
    return { size, etag: md5, modified: now(), checksum }
  })
}

async function writeTemporary<T>(
  { disk }: Pick<Call, 'disk'>,
  { chunks, verify }: Content,
  seal: (digest: ReturnType<Content['verify']>) => T,
): Promise<{ temporary: string; record: T }> {
  const temporary = paths.temporary(disk)
  try {
    return { temporary, record: await writeSealed(temporary, chunks, () => seal(verify())) }
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
