import type { Receiver } from './store-connection.ts'

/** Longer than any error document of S3. Bytes. */
const MAX_LENGTH = 16_384
const NOTHING = Buffer.alloc(0)

/**
 * Reads the short body of a refusal. `onEnd` gets its text and whether the connection may be used again: it may not where
 * the body was cut because it was too long, or ended with the connection.
 */
export function createErrorDocument(
  length: number | null | undefined,
  onEnd: (text: string, isWhole: boolean) => void,
): Receiver {
  let bytes: Buffer = NOTHING
  const text = () => (length === null ? withoutChunks(bytes.toString('latin1')) : bytes.toString('utf8'))
  const isWhole = () =>
    length === null ? /(?:^|\r\n)0\r\n\r\n$/.test(bytes.toString('latin1')) : bytes.length === length
  return {
    receive(more, release) {
      bytes = Buffer.concat([bytes, more])
      release()
      if (isWhole()) onEnd(text(), true)
      else if (bytes.length > MAX_LENGTH) onEnd(text(), false)
      return true
    },
    lost: () => onEnd(text(), false),
  }
}

/** RFC 9112 section 7.1. */
function withoutChunks(coded: string): string {
  let text = ''
  let at = 0
  for (;;) {
    const [line, size] = /^([0-9a-f]{1,8})[^\r\n]*\r\n/i.exec(coded.slice(at, at + 64)) ?? []
    const length = Number.parseInt(size ?? '0', 16)
    if (!line || length === 0) return text
    at += line.length
    text += coded.slice(at, at + length)
    at += length + 2
  }
}
