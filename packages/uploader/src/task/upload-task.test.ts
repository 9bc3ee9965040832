import { randomBytes } from 'node:crypto'
import { mkdtemp, open, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBlobSource } from '../browser/create-blob-source.ts'
import { createFileSource } from '../node/create-file-source.ts'
import { createHttpTransport } from '../node/create-http-transport.ts'
import type { UploadApi, UploadRecord } from '../ports.ts'
import { apiUnreachable, UploadError } from '../upload-error.ts'
import { createUploadTask, type UploadTaskSettings } from './create-upload-task.ts'

const PART = 64 * 1024
const RETRY = { attempts: 5, baseDelayMs: 5, maxDelayMs: 20 }

/** What a store does with the nth PUT that it sees (from 1); undefined: keeps it. */
type Misbehaviour = (put: number, part: number, request: IncomingMessage, response: ServerResponse) => boolean

let folder: string
let server: Server
let parts: Map<number, Buffer>
let seen: { puts: number; open: number; mostOpen: number; signatures: string[] }
let misbehave: Misbehaviour
let base: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-uploader-'))
  parts = new Map()
  seen = { puts: 0, open: 0, mostOpen: 0, signatures: [] }
  misbehave = () => false
  server = createServer((request, response) => void keep(request, response)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

async function keep(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '', base)
  const part = Number(url.searchParams.get('partNumber'))
  seen.signatures.push(url.searchParams.get('signature') ?? '')
  seen.puts++
  seen.open++
  seen.mostOpen = Math.max(seen.mostOpen, seen.open)
  response.once('close', () => seen.open--)
  if (misbehave(seen.puts, part, request, response)) return void request.resume()
  await pass(5)
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk)
  } catch {
    return
  }
  const body = Buffer.concat(chunks)
  if (body.length !== Number(request.headers['content-length'])) return
  parts.set(part, body)
  response.end()
}

/** The API's promises kept in memory; the store above is what holds the parts. */
function createApi(size: number): UploadApi & { calls: string[]; record: () => UploadRecord } {
  let status: UploadRecord['status'] = 'OPEN'
  let fingerprint: string | null = null
  let signature = 0
  const calls: string[] = []
  const partCount = Math.ceil(size / PART)
  const record = (): UploadRecord => ({
    id: 'upl_1',
    videoId: 'vid_1',
    status,
    size,
    fingerprint,
    partSize: PART,
    partCount,
    storedParts: [...parts.keys()].sort((a, b) => a - b),
  })
  return {
    calls,
    record,
    async createUpload(input) {
      calls.push('create')
      fingerprint = input.fingerprint ?? null
      return record()
    },
    async readUpload() {
      calls.push('read')
      return record()
    },
    async presignUploadParts(_, numbers) {
      calls.push('presign')
      signature++
      return numbers.map((number) => ({
        number,
        url: `${base}/?partNumber=${number}&signature=${signature}`,
        contentLength: Math.min(PART, size - (number - 1) * PART),
        expiresAt: new Date(Date.now() + 900_000),
      }))
    },
    async completeUpload() {
      calls.push('complete')
      if (parts.size < partCount)
        throw new UploadError('UPLOAD_INCOMPLETE', 'Parts are missing.', { retryable: false })
      status = 'COMPLETED'
    },
    async abortUpload() {
      calls.push('abort')
      status = 'ABORTED'
    },
  }
}

async function prepare(size: number, settings: Partial<UploadTaskSettings<never>> = {}) {
  const path = join(folder, 'clip.mp4')
  const bytes = randomBytes(size)
  await writeFile(path, bytes)
  const api = createApi(size)
  const source = await createFileSource(path)
  const task = createUploadTask({ source, api, transport: createHttpTransport(), retry: RETRY, ...settings })
  const arrived = () => Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, part]) => part))
  return { path, bytes, api, source, task, arrived }
}

const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => (condition() ? resolve() : void setTimeout(look, 2))
    look()
  })
}

function answer(response: ServerResponse, status: number): true {
  response.writeHead(status).end()
  return true
}

describe('createUploadTask', () => {
  it('brings every byte over, several parts at once, with progress to the end', async () => {
    const { task, bytes, arrived, api } = await prepare(PART * 30 + 17)
    const progress: number[] = []
    task.subscribe(() => progress.push(task.snapshot().sentBytes))
    expect(task.snapshot().state).toBe('idle')
    expect(await task.start()).toEqual({ outcome: 'done', uploadId: 'upl_1', videoId: 'vid_1' })
    expect(arrived().equals(bytes)).toBe(true)
    expect(seen.mostOpen).toBeGreaterThan(1)
    expect(seen.mostOpen).toBeLessThanOrEqual(6)
    expect(progress.at(-1)).toBe(bytes.length)
    expect(task.snapshot()).toMatchObject({
      state: 'done',
      sentBytes: bytes.length,
      totalBytes: bytes.length,
    })
    expect(api.calls.filter((call) => call === 'presign').length).toBeLessThan(5)
  })

  it('sends a part again after 500s and connections that drop in mid-body', async () => {
    const { task, bytes, arrived } = await prepare(PART * 8)
    const attempts = new Map<number, number>()
    misbehave = (_, part, request, response) => {
      const attempt = (attempts.get(part) ?? 0) + 1
      attempts.set(part, attempt)
      if (attempt === 1) return answer(response, 500)
      if (attempt === 2) return Boolean(request.once('data', () => request.socket.destroy()))
      return false
    }
    expect((await task.start()).outcome).toBe('done')
    expect(arrived().equals(bytes)).toBe(true)
  })

  it('asks for a new URL after a 403, and gives up when new ones are refused too', async () => {
    const first = await prepare(PART * 2)
    misbehave = (_, __, request, response) =>
      request.url?.endsWith('signature=1') === true && answer(response, 403)
    expect((await first.task.start()).outcome).toBe('done')
    expect(new Set(seen.signatures).size).toBeGreaterThan(1)

    parts.clear()
    const second = await prepare(PART)
    misbehave = (_, __, ___, response) => answer(response, 403)
    const end = await second.task.start()
    expect(end).toMatchObject({ outcome: 'failed', error: { code: 'PART_REFUSED', retryable: true } })
  })

  it('takes a store that goes silent for lost', async () => {
    const { task, bytes, arrived } = await prepare(PART * 2, { stallMs: 60 })
    misbehave = (put) => put === 1
    expect((await task.start()).outcome).toBe('done')
    expect(arrived().equals(bytes)).toBe(true)
  })

  it('fails with a code when the store stays away, and resumes from what it holds when started again', async () => {
    const { task, bytes, arrived } = await prepare(PART * 6, { parallelism: { initial: 1, max: 1 } })
    misbehave = (put, _, __, response) => put > 3 && answer(response, 503)
    expect(await task.start()).toMatchObject({ outcome: 'failed', error: { code: 'STORAGE_UNREACHABLE' } })
    expect(task.snapshot()).toMatchObject({ state: 'failed', sentBytes: PART * 3 })
    misbehave = () => false
    const before = seen.puts
    expect((await task.start()).outcome).toBe('done')
    expect(seen.puts - before).toBe(3)
    expect(arrived().equals(bytes)).toBe(true)
  })

  it('stops at once when paused, and goes on', async () => {
    const { task, bytes, arrived } = await prepare(PART * 10)
    let stuck = true
    misbehave = () => stuck
    const end = task.start()
    await until(() => seen.open >= 4)
    task.pause()
    expect(task.snapshot().state).toBe('paused')
    await until(() => seen.open === 0)
    const before = seen.puts
    await pass(60)
    expect(seen.puts).toBe(before)
    stuck = false
    task.resume()
    task.resume()
    expect(task.snapshot().state).toBe('uploading')
    expect((await end).outcome).toBe('done')
    expect(arrived().equals(bytes)).toBe(true)
  })

  it('waits while offline without using up attempts', async () => {
    let online = true
    let changed = () => {}
    const connectivity = {
      isOnline: () => online,
      onChange: (listener: () => void) => {
        changed = listener
        return () => {}
      },
    }
    const { task } = await prepare(PART * 4, { connectivity, retry: { ...RETRY, attempts: 1 } })
    misbehave = (_, __, request) => {
      if (online && seen.puts === 1) {
        online = false
        changed()
      }
      if (!online) request.socket.destroy()
      return !online
    }
    const end = task.start()
    await until(() => task.snapshot().state === 'offline' && seen.open === 0)
    await pass(60)
    const before = seen.puts
    await pass(60)
    expect(seen.puts).toBe(before)
    online = true
    changed()
    expect((await end).outcome).toBe('done')
  })

  it('cancels: nothing more is sent, and the upload is aborted', async () => {
    const { task, api } = await prepare(PART * 4)
    misbehave = () => true
    const end = task.start()
    await until(() => seen.open > 0)
    await task.cancel()
    expect(await end).toEqual({ outcome: 'cancelled' })
    expect(task.snapshot().state).toBe('cancelled')
    expect(api.calls).toContain('abort')
    await until(() => seen.open === 0)
    expect(await task.start()).toEqual({ outcome: 'cancelled' })
  })

  it('resumes an upload of before with the parts that are missing only', async () => {
    const first = await prepare(PART * 5)
    for (const part of [1, 3]) parts.set(part, first.bytes.subarray((part - 1) * PART, part * PART))
    const task = createUploadTask({
      source: first.source,
      api: first.api,
      transport: createHttpTransport(),
      resumeUploadId: 'upl_1',
    })
    expect((await task.start()).outcome).toBe('done')
    expect(seen.puts).toBe(3)
    expect(first.api.calls).not.toContain('create')
    expect(first.arrived().equals(first.bytes)).toBe(true)
  })

  it('refuses to go on with another file', async () => {
    const { source, api } = await prepare(PART)
    const task = createUploadTask({
      source: { ...source, size: PART + 1 },
      api,
      transport: createHttpTransport(),
      resumeUploadId: 'upl_1',
    })
    expect(await task.start()).toMatchObject({ outcome: 'failed', error: { code: 'OTHER_FILE' } })
  })

  it('recognises its file by name, time and bytes, and refuses one that differs in any of them', async () => {
    const { path, source, api } = await prepare(PART * 40)
    expect(await source.fingerprint()).toBe(await (await createFileSource(path)).fingerprint())
    await api.createUpload(
      { fileName: 'clip.mp4', size: PART * 40, fingerprint: String(await source.fingerprint()) },
      new AbortController().signal,
    )
    const file = await open(path, 'r+')
    await file.write(randomBytes(1), 0, 1, PART * 40 - 1)
    await file.close()
    const other = await createFileSource(path)
    expect(await other.fingerprint()).not.toBe(await source.fingerprint())
    const transport = createHttpTransport()
    const task = createUploadTask({ source: other, api, transport, resumeUploadId: 'upl_1' })
    expect(await task.start()).toMatchObject({ outcome: 'failed', error: { code: 'OTHER_FILE' } })
    expect(seen.puts).toBe(0)
  })

  it('gives a browser and Node the same name for the same file', async () => {
    const { path, bytes, source } = await prepare(PART * 40)
    const lastModified = Math.floor((await stat(path)).mtimeMs)
    const chosen = createBlobSource(new File([bytes], 'clip.mp4', { lastModified }))
    expect(await chosen.fingerprint()).toBe(await source.fingerprint())
  })

  it('notices that the file shrank', async () => {
    const { task, path } = await prepare(PART * 2)
    await truncate(path, PART)
    expect(await task.start()).toMatchObject({
      outcome: 'failed',
      error: { code: 'SOURCE_CHANGED', retryable: false },
    })
  })

  it('sends again what the store lost before completion', async () => {
    const { task, api, bytes, arrived } = await prepare(PART * 3)
    const complete = api.completeUpload
    let lost = false
    api.completeUpload = async (...call) => {
      if (!lost) parts.delete(2)
      lost = true
      return complete(...call)
    }
    expect((await task.start()).outcome).toBe('done')
    expect(arrived().equals(bytes)).toBe(true)
    expect(seen.puts).toBe(4)
  })

  it('believes the record when the answer to a completion got lost', async () => {
    const { task, api } = await prepare(PART)
    const complete = api.completeUpload
    api.completeUpload = async (...call) => {
      await complete(...call)
      throw new UploadError('UPLOAD_CLOSED', 'It has already ended.', { retryable: false })
    }
    expect((await task.start()).outcome).toBe('done')
  })

  it('is done where another program has brought the same file to its end meanwhile', async () => {
    const { task, api } = await prepare(PART * 3)
    misbehave = (put, _part, _request, response) => {
      if (put < 3) return false
      for (const part of [1, 2, 3]) parts.set(part, Buffer.alloc(0))
      void api.completeUpload('upl_1', new AbortController().signal)
      return answer(response, 404)
    }
    expect(await task.start()).toMatchObject({ outcome: 'done' })
    expect(api.calls.filter((call) => call === 'complete')).toHaveLength(1)
  })

  it("passes on the API's refusal, and survives an API that is away for a moment", async () => {
    const refused = await prepare(PART)
    refused.api.createUpload = async () => {
      throw new UploadError('FILE_TOO_LARGE', 'Too large.', { retryable: false })
    }
    expect(await refused.task.start()).toMatchObject({ outcome: 'failed', error: { code: 'FILE_TOO_LARGE' } })

    const away = await prepare(PART)
    const presign = away.api.presignUploadParts
    let failures = 0
    away.api.presignUploadParts = async (...call) => {
      failures++
      if (failures < 3) throw apiUnreachable()
      return presign(...call)
    }
    expect((await away.task.start()).outcome).toBe('done')
  })
})
