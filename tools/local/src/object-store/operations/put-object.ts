import { stat } from 'node:fs/promises'
import { checksumHeader } from '../body/checksums.ts'
import { alreadyThere } from '../disk/commit-object.ts'
import { paths } from '../disk/disk.ts'
import { ignoreMissing } from '../disk/missing.ts'
import { quoted } from '../etag.ts'
import { emptyAnswer, type Operation } from '../operation.ts'
import { writesOnlyIfNew } from '../preconditions.ts'
import { readStoredHeaders } from '../stored-headers.ts'
import { readTagHeader } from '../tags.ts'
import { writeObject } from './write-object.ts'

export const putObject: Operation = async (call) => {
  const { disk, request, bucket, key } = call
  const onlyIfNew = writesOnlyIfNew(request)
  // Spares the loser its upload; the commit decides the race.
  if (onlyIfNew && (await ignoreMissing(stat(paths.object(disk, bucket, key))))) throw alreadyThere()
  const headers = readStoredHeaders(request)
  const tags = readTagHeader(request)
  const { etag, checksum } = await writeObject(call, call.body(), { headers, tags, onlyIfNew })
  const checksums = checksum && { [checksumHeader(checksum.algorithm)]: checksum.value }
  return emptyAnswer(200, { etag: quoted(etag), ...checksums })
}
