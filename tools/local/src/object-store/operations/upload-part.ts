import { checksumHeader } from '../body/checksums.ts'
import { quoted } from '../etag.ts'
import { emptyAnswer, type Operation } from '../operation.ts'
import { storePart } from './store-part.ts'

export const uploadPart: Operation = async (call) => {
  const { etag, checksum } = await storePart(call, async () => call.body())
  const checksums = checksum && { [checksumHeader(checksum.algorithm)]: checksum.value }
  return emptyAnswer(200, { etag: quoted(etag), ...checksums })
}
