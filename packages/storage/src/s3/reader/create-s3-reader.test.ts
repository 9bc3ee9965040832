import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { Writable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { createS3Store } from '../create-s3-store.ts'
import { createS3Reader, type S3Reader } from './create-s3-reader.ts'

const servers: Server[] = []
const readers: S3Reader[] = []
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close()
  for (const server of servers.splice(0)) server.close()
})

/** A store that answers the nth request of all its connections by the nth of `answers`, byte for byte. */
async function storeThatSays(...answers: (string | ((socket: Socket) => void))[]) {
  const requests: string[] = []
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      const answer = answers[requests.push(bytes.toString()) - 1] ?? ''
      if (typeof answer === 'string') socket.write(answer)
      else answer(socket)
    })
  })
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { requests, sockets, port: (server.address() as AddressInfo).port }
}

const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' }

function readerOf({ port }: { port: number }, maxSockets = 4, mayStallMs = 20): S3Reader {
  const endpoint = `http://127.0.0.1:${port}`
  const places = { maxSockets, mayStallMs }
  const reader = createS3Reader({ endpoint, region: 'us-east-1', bucket: 'bucket', credentials, ...places })
  readers.push(reader)
  return reader
}

const answer = (status: string, body: string, ...headers: string[]) =>
  [`HTTP/1.1 ${status}`, `content-length: ${body.length}`, ...headers, '', body].join('\r\n')

async function textOf(reader: S3Reader, key = 'key'): Promise<string> {
  const { body } = await reader.get(key)
  return Buffer.concat(await body.toArray()).toString()
}

describe('createS3Reader', () => {
  it('asks again and again on one connection', async () => {
    const store = await storeThatSays(answer('200 OK', 'one'), answer('200 OK', ''), answer('200 OK', 'two'))
    const reader = readerOf(store)
    expect([await textOf(reader), await textOf(reader), await textOf(reader)]).toEqual(['one', '', 'two'])
    expect(store.sockets).toHaveLength(1)
  })

  it('asks where the SDK asks, also of a store that is below a path', async () => {
    const store = await storeThatSays(answer('200 OK', 'ours'), answer('200 OK', 'theirs'))
    const endpoint = `http://127.0.0.1:${store.port}/storage/s3/`
    const settings = { endpoint, region: 'us-east-1', bucket: 'bucket', credentials }
    const [reader, sdk] = [createS3Reader(settings), createS3Store(settings)]
    readers.push(reader)
    for (const from of [reader, sdk]) await (await from.get('a key')).body.toArray()
    sdk.close()
    const asked = store.requests.map((request) => /^GET [^ ?]+/.exec(request)?.[0])
    expect(asked).toEqual(Array(2).fill('GET /storage/s3/bucket/a%20key'))
  })

  it('reads an answer that comes letter by letter', async () => {
    const whole = answer('206 Partial Content', 'bytes', 'content-range: bytes 5-9/20', 'etag: "e"')
    const store = await storeThatSays((socket) => {
      socket.setNoDelay(true)
      const letters = [...whole]
      const next = () => {
        const letter = letters.shift()
        if (letter) socket.write(letter, () => setImmediate(next))
      }
      next()
    })
    const content = await readerOf(store).get('key', { range: { start: 5, end: 9 } })
    expect(content).toMatchObject({ size: 20, contentLength: 5, etag: '"e"' })
    expect(Buffer.concat(await content.body.toArray()).toString()).toBe('bytes')
  })

  it('pours what it reads into a slow writer, whole and in order', async () => {
    const bytes = Array.from({ length: 400_000 }, (_, index) => String.fromCharCode(97 + (index % 23))).join(
      '',
    )
    const store = await storeThatSays(answer('200 OK', bytes), answer('200 OK', 'next'))
    const reader = readerOf(store)
    const chunks: Buffer[] = []
    const slow = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _, done) {
        setImmediate(() => {
          chunks.push(Buffer.from(chunk))
          done()
        })
      },
    })
    const { body } = await reader.get('key')
    await body.pourInto(slow)
    expect(Buffer.concat(chunks).toString()).toBe(bytes)
    expect(slow.writableEnded).toBe(false)
    expect(await textOf(reader)).toBe('next')
    expect(store.sockets).toHaveLength(1)
  })

  it('fails in the middle where the store breaks off, and lets go where the writer leaves', async () => {
    const half = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'
    const store = await storeThatSays((socket) => socket.end(half), half)
    const reader = readerOf(store)
    const sink = () => new Writable({ write: (_chunk, _encoding, done) => done() })
    await expect((await reader.get('key')).body.pourInto(sink())).rejects.toMatchObject({
      code: 'ECONNRESET',
    })
    const leaving = sink()
    const poured = (await reader.get('key')).body.pourInto(leaving)
    leaving.destroy()
    await expect(poured).rejects.toThrow('left')
    await once(store.sockets[1] as Socket, 'close')
  })

  it('takes no byte of one answer for another’s', async () => {
    const store = await storeThatSays(
      `${answer('200 OK', 'mine')}${answer('200 OK', 'forged')}`,
      answer('200 OK', 'next'),
    )
    const reader = readerOf(store)
    await expect(textOf(reader)).rejects.toThrow('more than it announced')
    expect(await textOf(reader)).toBe('next')
    expect(store.sockets).toHaveLength(2)
  })

  it('names a refusal by its document, in one piece or in chunks, and keeps the connection', async () => {
    const document = '<Error><Code>NoSuchKey</Code></Error>'
    const chunks = `HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n10\r\n${document.slice(0, 16)}\r\n15\r\n${document.slice(16)}\r\n0\r\n\r\n`
    const store = await storeThatSays(
      answer('404 Not Found', document),
      chunks,
      answer('412 Precondition Failed', ''),
      'HTTP/1.1 404 Not Found\r\ncontent-length: 37\r\n\r\n',
    )
    const reader = readerOf(store)
    await expect(reader.get('key')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' })
    await expect(reader.get('key')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' })
    await expect(reader.get('key', { ifMatch: '"e"' })).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' })
    expect(await reader.head('key')).toBeUndefined()
    expect(store.requests[2]).toContain('if-match: "e"\r\n')
    expect(store.sockets).toHaveLength(1)
  })

  it('does not read what is no HTTP, or has no length', async () => {
    const store = await storeThatSays(
      'SSH-2.0-OpenSSH\r\n\r\n',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
      `HTTP/1.1 200 OK\r\nlong: ${'a'.repeat(20_000)}`,
    )
    const reader = readerOf(store)
    for (let time = 0; time < 3; time++)
      await expect(reader.get('key')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })

  it('names a store that is to speak TLS and does not, as the SDK’s adapter does', async () => {
    const bad = answer('400 Bad Request', 'The plain HTTP request was sent to HTTPS port')
    const endpoint = `https://127.0.0.1:${(await storeThatSays(bad, bad, bad, bad)).port}`
    const settings = { endpoint, region: 'us-east-1', bucket: 'bucket', credentials }
    const [reader, sdk] = [createS3Reader(settings), createS3Store(settings)]
    readers.push(reader)
    for (const store of [reader, sdk])
      await expect(store.get('key')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    sdk.close()
  })

  it('asks once more where a kept connection was closed meanwhile, and not where a new one is', async () => {
    const store = await storeThatSays(
      answer('200 OK', 'one'),
      (socket) => socket.destroy(),
      answer('200 OK', 'two'),
      (socket) => socket.destroy(),
      (socket) => socket.destroy(),
    )
    const reader = readerOf(store)
    expect([await textOf(reader), await textOf(reader)]).toEqual(['one', 'two'])
    await expect(readerOf(store).get('key')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    expect(store.requests).toHaveLength(4)
  })

  it('asks as often as kept connections were closed meanwhile', async () => {
    const close = (socket: Socket) => socket.destroy()
    const kept = [answer('200 OK', 'one'), answer('200 OK', 'two')]
    const store = await storeThatSays(...kept, close, close, answer('200 OK', 'three'))
    const reader = readerOf(store)
    const both = await Promise.all([reader.get('key'), reader.get('key')])
    await Promise.all(both.map(({ body }) => body.toArray()))
    expect(await textOf(reader)).toBe('three')
    expect(store.sockets).toHaveLength(3)
  })

  it('waits for one of its connections, and does not when the caller has left', async () => {
    const store = await storeThatSays(answer('200 OK', 'one'), answer('200 OK', 'two'))
    const reader = readerOf(store, 1)
    const first = await reader.get('key')
    const left = new AbortController()
    const impatient = reader.get('key', { signal: left.signal })
    const second = textOf(reader)
    left.abort(new Error('gone'))
    await expect(impatient).rejects.toThrow('gone')
    expect(Buffer.concat(await first.body.toArray()).toString()).toBe('one')
    expect(await second).toBe('two')
    expect(store.sockets).toHaveLength(1)
  })

  describe('where somebody waits for a connection on which nobody reads', () => {
    const bytes = randomBytes(2 ** 20)
    const said = (from: number, to = bytes.length - 1) =>
      Buffer.concat([
        Buffer.from(
          `HTTP/1.1 206 Partial Content\r\ncontent-length: ${to + 1 - from}\r\netag: "e"\r\ncontent-range: bytes ${from}-${to}/${bytes.length}\r\n\r\n`,
        ),
        bytes.subarray(from, to + 1),
      ])
    const begun = (socket: Socket) => socket.write(said(1_000))

    /** Takes one chunk, and no more until `goOn`. */
    function stallingSink() {
      const chunks: Buffer[] = []
      let stalled: (() => void) | undefined
      let stalls = true
      const sink = new Writable({
        highWaterMark: 1,
        write(chunk: Buffer, _, done) {
          chunks.push(Buffer.from(chunk))
          if (stalls) stalled = done
          else done()
        },
      })
      const goOn = () => {
        stalls = false
        stalled?.()
      }
      return { sink, goOn, taken: () => Buffer.concat(chunks) }
    }

    it('gives it away, and asks for the rest when it is read on', async () => {
      const store = await storeThatSays(begun, answer('200 OK', 'other'), (socket) => {
        const [, from, to] = /\r\nrange: bytes=(\d+)-(\d+)\r\n/.exec(store.requests[2] ?? '') ?? []
        socket.write(said(Number(from), Number(to)))
      })
      const reader = readerOf(store, 1)
      const { sink, goOn, taken } = stallingSink()
      const { body } = await reader.get('key', { range: { start: 1_000 } })
      const poured = body.pourInto(sink)
      expect(await textOf(reader, 'other')).toBe('other')
      goOn()
      await poured
      expect(taken().equals(bytes.subarray(1_000))).toBe(true)
      expect(store.requests[2]).toContain('if-match: "e"\r\n')
    })

    it('fails where the object is another by then', async () => {
      const store = await storeThatSays(
        begun,
        answer('200 OK', 'other'),
        answer('412 Precondition Failed', ''),
      )
      const reader = readerOf(store, 1)
      const { sink, goOn } = stallingSink()
      const { body } = await reader.get('key', { range: { start: 1_000 } })
      const poured = body.pourInto(sink)
      await textOf(reader, 'other')
      goOn()
      await expect(poured).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' })
    })

    it('takes none from who reads slowly, nor before its time', async () => {
      const store = await storeThatSays(begun, answer('200 OK', 'other'))
      const reader = readerOf(store, 1, 60_000)
      const { sink, goOn, taken } = stallingSink()
      const { body } = await reader.get('key', { range: { start: 1_000 } })
      const poured = body.pourInto(sink)
      const other = textOf(reader, 'other')
      goOn()
      await poured
      expect(await other).toBe('other')
      expect(taken().equals(bytes.subarray(1_000))).toBe(true)
      expect(store.sockets).toHaveLength(1)
    })
  })

  it('opens another connection for who waits when one breaks', async () => {
    const store = await storeThatSays('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n', answer('200 OK', 'two'))
    const reader = readerOf(store, 1)
    const { body } = await reader.get('key')
    const second = textOf(reader)
    body.destroy()
    expect(await second).toBe('two')
  })
})
