import { quoted } from '../etag.ts'
import { type Operation, xmlAnswer } from '../operation.ts'
import { writesOnlyIfNew } from '../preconditions.ts'
import { readStoredHeaders } from '../stored-headers.ts'
import { readTagHeader } from '../tags.ts'
import { xmlDocument } from '../xml/write-xml.ts'
import { copiedContent, copiedSpan, openCopySource } from './copy-source.ts'
import { writeObject } from './write-object.ts'

export const copyObject: Operation = async (call) => {
  const onlyIfNew = writesOnlyIfNew(call.request)
  const source = await openCopySource(call)
  try {
    const replaces = (what: string) =>
      call.request.headers.get(`x-amz-${what}-directive`)?.toUpperCase() === 'REPLACE'
    const headers = replaces('metadata') ? readStoredHeaders(call.request) : source.record.headers
    const tags = replaces('tagging') ? readTagHeader(call.request) : (source.record.tags ?? [])
    const content = copiedContent(source, copiedSpan(call, source.record.size))
    const { etag, modified } = await writeObject(call, content, { headers, tags, onlyIfNew })
    const LastModified = new Date(modified).toISOString()
    return xmlAnswer(xmlDocument('CopyObjectResult', { LastModified, ETag: quoted(etag) }))
  } finally {
    await source.close()
  }
}
