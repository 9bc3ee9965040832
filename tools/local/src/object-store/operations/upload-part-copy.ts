import type { OpenObject } from '../disk/open-object.ts'
import { quoted } from '../etag.ts'
import { type Operation, xmlAnswer } from '../operation.ts'
import { xmlDocument } from '../xml/write-xml.ts'
import { copiedContent, copiedSpan, openCopySource } from './copy-source.ts'
import { storePart } from './store-part.ts'

export const uploadPartCopy: Operation = async (call) => {
  let source: OpenObject | undefined
  try {
    const { etag, modified } = await storePart(call, async () => {
      source = await openCopySource(call)
      return copiedContent(source, copiedSpan(call, source.record.size))
    })
    const LastModified = new Date(modified).toISOString()
    return xmlAnswer(xmlDocument('CopyPartResult', { LastModified, ETag: quoted(etag) }))
  } finally {
    await source?.close()
  }
}
