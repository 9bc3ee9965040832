import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { REGISTERED_DOCUMENTS } from '@marquee/schema/documents'
import { vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { createProgram } from '../create-program.ts'

/** Answers by operation name, as the contract has it; a test replaces the answers it is about. */
export type Answers = Record<string, (variables: Record<string, never>) => unknown>

/** An API on a port of its own that answers what a test says, and stores the parts that it is sent. */
export interface FakeApi {
  readonly url: string
  /** Where commands are typed; empty at first. */
  readonly folder: string
  readonly answers: Answers
  /** What each subscription is told. */
  progress: readonly object[]
  /** By their numbers. */
  readonly parts: Map<number, Buffer>
  readonly authorizations: Set<string | undefined>
  /** What signing in answers before it works. */
  signInStatuses: number[]
  /** Runs `marquee` with these words as the demo creator, in this process. */
  run(...words: string[]): Promise<CommandEnd>
  close(): Promise<void>
}

export interface CommandEnd {
  readonly exitCode: number | string
  readonly stdout: string
  readonly stderr: string
  readonly lines: readonly string[]
  readonly last: string
}

export async function openFakeApi(): Promise<FakeApi> {
  const folder = await mkdtemp(join(tmpdir(), 'marquee-cli-'))
  const server = createServer((request, response) => void answer(api, request, response))
  const sockets = new WebSocketServer({
    server,
    path: '/graphql',
    handleProtocols: () => 'graphql-transport-ws',
  })
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { type, id } = JSON.parse(String(data))
      if (type === 'connection_init') socket.send(JSON.stringify({ type: 'connection_ack' }))
      if (type !== 'subscribe') return
      for (const videoProgress of api.progress) {
        socket.send(JSON.stringify({ id, type: 'next', payload: { data: { videoProgress } } }))
      }
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  vi.stubEnv('PUBLIC_API_URL', url)
  vi.stubEnv('INIT_CWD', folder)
  vi.stubEnv('MARQUEE_EMAIL', 'creator@marquee.localhost')
  vi.stubEnv('MARQUEE_PASSWORD', 'marquee-demo')
  const api: FakeApi = {
    url,
    folder,
    answers: {},
    progress: [],
    parts: new Map(),
    authorizations: new Set(),
    signInStatuses: [],
    run,
    async close() {
      vi.unstubAllEnvs()
      vi.restoreAllMocks()
      process.exitCode = undefined
      process.removeAllListeners('SIGINT')
      sockets.close()
      server.closeAllConnections()
      server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return api
}

async function answer(api: FakeApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = Buffer.concat(await request.toArray())
  if (request.method === 'PUT') {
    api.parts.set(Number(new URL(request.url ?? '', api.url).searchParams.get('part')), body)
    response.end()
    return
  }
  if (request.url === '/api/auth/sign-in/email') {
    const away = api.signInStatuses.shift()
    if (away) {
      response.writeHead(away).end('{}')
      return
    }
    const known = JSON.parse(body.toString()).password === 'marquee-demo'
    response.writeHead(known ? 200 : 401, known ? { 'set-auth-token': 'session.token' } : {}).end('{}')
    return
  }
  api.authorizations.add(request.headers.authorization)
  const { documentId, variables } = JSON.parse(body.toString())
  const text = REGISTERED_DOCUMENTS.get(documentId) ?? ''
  const name = /(?:query|mutation) (\w+)/.exec(text)?.[1] ?? ''
  response.setHeader('content-type', 'application/json')
  response.end(
    JSON.stringify(api.answers[name]?.(variables) ?? { errors: [{ message: `no answer to ${name}` }] }),
  )
}

async function run(...words: string[]): Promise<CommandEnd> {
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      output[name] += String(text)
      return true
    })
  }
  await createProgram().parseAsync(words, { from: 'user' })
  const { exitCode } = process
  vi.restoreAllMocks()
  process.exitCode = undefined
  const lines = output.stdout.trim().split('\n')
  return { ...output, exitCode: exitCode ?? 0, lines, last: lines.at(-1) ?? '' }
}
