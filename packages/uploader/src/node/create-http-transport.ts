import { createReadStream } from 'node:fs'
import { type ClientRequest, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PartTransport, PutOutcome, PutRequest } from '../ports.ts'
import type { FileRange } from './create-file-source.ts'

/** PUT by Node's own client: the length is stated up front, and the file is read as fast as the network takes it. */
export function createHttpTransport(): PartTransport<FileRange> {
  return { put }
}

async function put(part: PutRequest<FileRange>): Promise<PutOutcome> {
  part.signal.throwIfAborted()
  const { url, body, contentLength, signal } = part
  const open = url.startsWith('https:') ? httpsRequest : httpRequest
  const request = open(url, { method: 'PUT', headers: { 'content-length': contentLength }, signal })
  // An answer may come before the body has been sent (a 403, say); it counts, and the rest need not be sent.
  const answer = answerOf(request)
  const file = createReadStream(body.path, {
    start: body.start,
    end: body.end - 1,
    highWaterMark: 256 * 1024,
  })
  const sending = pipeline(file, countBytes(contentLength, part.onProgress), request).then(
    () => null,
    (cause: unknown) => cause,
  )
  const outcome = await Promise.race([answer, sending.then((cause) => brokenFile(cause) ?? answer)])
  file.destroy()
  signal.throwIfAborted()
  return outcome
}

function answerOf(request: ClientRequest): Promise<PutOutcome> {
  return new Promise((resolve) => {
    request.once('response', (response) => {
      response.resume()
      resolve({ kind: 'answered', status: response.statusCode ?? 0 })
    })
    request.once('error', (cause) => resolve({ kind: 'unreachable', cause }))
    request.once('close', () =>
      resolve({ kind: 'unreachable', cause: new Error('closed without an answer') }),
    )
  })
}

/** Sending broke because the file did; null when it was the connection, which the answer tells. */
function brokenFile(cause: unknown): PutOutcome | null {
  const code = (cause as NodeJS.ErrnoException | null)?.code ?? ''
  return cause instanceof FileShrank || FILE_ERRORS.has(code) ? { kind: 'unreadable', cause } : null
}

const FILE_ERRORS = new Set(['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'EIO', 'ESTALE'])

class FileShrank extends Error {
  override readonly name = 'FileShrank'
}

function countBytes(expected: number, onProgress: (sentBytes: number) => void): Transform {
  let sent = 0
  return new Transform({
    transform(chunk: Buffer, _, done) {
      sent += chunk.length
      onProgress(sent)
      done(null, chunk)
    },
    flush: (done) => done(sent === expected ? null : new FileShrank(`${sent} bytes where ${expected} were`)),
  })
}
