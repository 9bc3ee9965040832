import { S3Error } from '../s3-error.ts'

/** Pulls lines and counted bytes out of a stream of buffers, holding no more than one of them. */
export interface ByteReader {
  /** A line without its CRLF. */
  line(): Promise<string>
  /** At least one and at most `limit` bytes. */
  some(limit: number): Promise<Buffer>
  /** True when nothing is left. */
  ended(): Promise<boolean>
}

/** Chunk headers and trailers are short; a longer line is an attack or a mistake. */
const MAX_LINE_BYTES = 4_096

export function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
  const iterator = source[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)

  async function pull(): Promise<boolean> {
    const { done, value } = await iterator.next()
    if (done) return false
    held = held.length === 0 ? value : Buffer.concat([held, value])
    return true
  }

  return {
    async line() {
      for (;;) {
        const end = held.indexOf('\r\n')
        if (end > MAX_LINE_BYTES || (end === -1 && held.length > MAX_LINE_BYTES)) throw incomplete()
        if (end !== -1) {
          const line = held.toString('latin1', 0, end)
          held = held.subarray(end + 2)
          return line
        }
        if (!(await pull())) throw incomplete()
      }
    },
    async some(limit) {
      while (held.length === 0) if (!(await pull())) throw incomplete()
      const taken = held.subarray(0, limit)
      held = held.subarray(limit)
      return taken
    },
    async ended() {
      while (held.length === 0) if (!(await pull())) return true
      return false
    },
  }
}

function incomplete(): S3Error {
  return new S3Error('IncompleteBody', 'The body is not the aws-chunked stream that was announced')
}
