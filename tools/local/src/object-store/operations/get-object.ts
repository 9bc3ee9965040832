import { alreadyThere as preconditionFailed } from '../disk/commit-object.ts'
import { openObject } from '../disk/open-object.ts'
import { quoted } from '../etag.ts'
import { type Answer, type Call, emptyAnswer, type Operation } from '../operation.ts'
import { checkReadPreconditions } from '../preconditions.ts'
import { readRange } from '../range.ts'
import { S3Error } from '../s3-error.ts'
import { objectHeaders } from '../stored-headers.ts'

/** GET and HEAD: the same headers, with and without the bytes. */
export const getObject: Operation = async (call) => {
  const object = await openObject(call.disk, call.bucket, call.key)
  if (!object) throw new S3Error('NoSuchKey', 'The specified key does not exist')
  let reading = false
  try {
    const { status, headers, span } = planAnswer(call, object.record)
    if (!span || call.request.method === 'HEAD') return emptyAnswer(status, headers)
    reading = true
    return { status, headers, body: object.read(span.start, span.end) }
  } finally {
    if (!reading) await object.close()
  }
}

type Plan = Pick<Answer, 'status' | 'headers'> & { span: { start: number; end: number } | undefined }

function planAnswer({ request }: Call, record: Parameters<typeof objectHeaders>[0]): Plan {
  const precondition = checkReadPreconditions(request, record)
  if (precondition === 'failed') throw preconditionFailed()
  const headers = objectHeaders(record, request)
  if (precondition === 'not-modified') {
    const { 'cache-control': cacheControl, 'last-modified': lastModified = '' } = headers
    const kept = { etag: quoted(record.etag), 'last-modified': lastModified }
    return {
      status: 304,
      headers: cacheControl ? { ...kept, 'cache-control': cacheControl } : kept,
      span: undefined,
    }
  }
  const { size } = record
  const range = readRange(request.headers.get('range'), size)
  if (!range) {
    const whole = size === 0 ? undefined : { start: 0, end: size - 1 }
    return { status: 200, headers: { ...headers, 'content-length': String(size) }, span: whole }
  }
  const length = String(range.end - range.start + 1)
  const contentRange = `bytes ${range.start}-${range.end}/${size}`
  return {
    status: 206,
    headers: { ...headers, 'content-length': length, 'content-range': contentRange },
    span: range,
  }
}
