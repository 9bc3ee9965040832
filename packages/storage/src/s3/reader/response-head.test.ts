import { describe, expect, it } from 'vitest'
import { readResponseHead } from './response-head.ts'

const head = (...lines: string[]) => readResponseHead(['HTTP/1.1 200 OK', ...lines].join('\r\n'))

describe('readResponseHead', () => {
  it('reads status, headers and length', () => {
    const read = head('Content-Length: 10', 'ETag:  "a:b" ')
    expect(read).toMatchObject({ status: 200, length: 10, keepsAlive: true })
    expect(read?.headers.get('etag')).toBe('"a:b"')
    expect(readResponseHead('HTTP/1.1 404 ')).toMatchObject({ status: 404, length: undefined })
    expect(head('transfer-encoding: chunked')).toMatchObject({ length: null })
  })

  it('knows when the connection ends with the answer', () => {
    expect(head('Connection: Close')?.keepsAlive).toBe(false)
    expect(readResponseHead('HTTP/1.0 200 OK')?.keepsAlive).toBe(false)
    expect(readResponseHead('HTTP/1.0 200 OK\r\nconnection: keep-alive')?.keepsAlive).toBe(true)
  })

  it.each([
    [['content-length: 1', 'content-length: 2']],
    [['content-length: 1', 'transfer-encoding: chunked']],
    [['transfer-encoding: gzip, chunked']],
    [['content-length: 0x10']],
    [['content-length: -1']],
    [['a: b', ' folded']],
    [[': nothing']],
  ])('refuses %j, which two readers would end at two places', (lines) => {
    expect(head(...lines)).toBeNull()
  })

  it.each(['', 'HTTP/2 200', 'HTTP/1.1 20', 'SSH-2.0-x'])('refuses %j', (line) => {
    expect(readResponseHead(line)).toBeNull()
  })
})
