import { Transform } from 'node:stream'

const NEWLINE = 0x0a

/** Passes lines on, of each at most `maxBytes`: what a program prints of a stranger's file may have no end. */
export function cutLines(maxBytes: number): Transform {
  let length = 0

  function cut(chunk: Buffer, pass: (piece: Buffer) => void): void {
    for (let start = 0; start < chunk.length; ) {
      const newline = chunk.indexOf(NEWLINE, start)
      const end = newline === -1 ? chunk.length : newline
      pass(chunk.subarray(start, Math.min(end, start + Math.max(0, maxBytes - length))))
      if (newline !== -1) pass(chunk.subarray(newline, newline + 1))
      length = newline === -1 ? length + end - start : 0
      start = end + 1
    }
  }

  return new Transform({
    transform(chunk: Buffer, _, done) {
      if (length + chunk.length > maxBytes) {
        cut(chunk, (piece) => this.push(piece))
        return done()
      }
      const last = chunk.lastIndexOf(NEWLINE)
      length = last === -1 ? length + chunk.length : chunk.length - last - 1
      done(null, chunk)
    },
  })
}
