import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Answer } from './operation.ts'
import type { S3Error } from './s3-error.ts'
import { xmlDocument } from './xml/write-xml.ts'

/** Resolves when the answer has left, or the client has. */
export async function sendAnswer(response: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  if (typeof body === 'object') {
    response.writeHead(status, headers)
    // A client that leaves, or a disk that fails, ends the connection: the length tells the client.
    await pipeline(body, response).catch(() => undefined)
    return
  }
  const bodyless = status === 204 || status === 304 || headers['content-length'] !== undefined
  const length = { 'content-length': String(Buffer.byteLength(body ?? '')) }
  response.writeHead(status, bodyless ? headers : { ...headers, ...length })
  response.end(body)
}

/** S3's error document; HEAD, 304 have none. */
export function errorAnswer(error: S3Error, resource: string, requestId: string, method: string): Answer {
  const { code, status, headers, message } = error
  if (method === 'HEAD' || status === 304) return { status, headers }
  const body = xmlDocument('Error', {
    Code: code,
    Message: message,
    Resource: resource,
    RequestId: requestId,
  })
  return { status, headers: { ...headers, 'content-type': 'application/xml' }, body }
}
