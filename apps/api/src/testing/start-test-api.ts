import { randomUUID } from 'node:crypto'
import { closeDatabase, createDatabase, type Database } from '@marquee/domain'
import { createScratchDatabase } from '@marquee/schema/migrate'
import { createLogger, parseEnvironment } from '@marquee/service'
import { type ApiEnvironment, apiEnvironment } from '../server/environment.ts'
import { type RunningApi, startApi } from '../server/start-api.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly extensions?: { readonly cost: number }
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of an answer
  readonly data: any
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
}

/** Someone at the API. `token` is null for a stranger. */
export interface Person {
  readonly token: string | null
  readonly cookie: string | null
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>
}

export interface TestApi {
  readonly url: string
  /** Of its database, so that another instance can share it. */
  readonly databaseUrl: string
  readonly running: RunningApi
  /** What another instance of it would be started with. */
  readonly environment: ApiEnvironment
  /** The same database as the API's, for what only workers or time would do. */
  readonly database: Database
  readonly stranger: Person
  signUp(name: string): Promise<Person>
  stop(): Promise<void>
}

export interface TestApiOptions {
  /** The URL by which the API reaches the database that is at `url`, where that is another. */
  reachDatabase?(url: string): Promise<string>
  /** Hears each line of its log, which is not kept otherwise. */
  onLog?(line: string): void
  /** Milliseconds for which budgets and objects wait for Redis: where a test counts, a busy machine is no outage. */
  readonly patienceMs?: number
}

/** The real API on a port and a database of its own, over the stage's Redis and object store. */
export async function startTestApi(
  overrides: Record<string, string> = {},
  options: TestApiOptions = {},
): Promise<TestApi> {
  const scratch = await createScratchDatabase()
  const environment = parseEnvironment(apiEnvironment, {
    ...process.env,
    DATABASE_URL: (await options.reachDatabase?.(scratch.url)) ?? scratch.url,
    API_PORT: '0',
    ...overrides,
  })
  const { onLog, patienceMs } = options
  const logger = createLogger('api', onLog ? { destination: { write: onLog } } : { level: 'silent' })
  const started = await startApi(environment, logger, { patienceMs })
  let stopping: Promise<void> | undefined
  // A test may stop it itself, before `stop` does.
  const running = { ...started, stopListening: () => (stopping ??= started.stopListening()) }
  const databaseUrl = overrides.DATABASE_URL ?? scratch.url
  const database = createDatabase(databaseUrl, { connections: 3 })
  const url = `http://127.0.0.1:${running.port}`
  return {
    url,
    databaseUrl,
    running,
    environment,
    database,
    stranger: personAt(url, null, null),
    async signUp(name) {
      const account = { email: `${randomUUID()}@test.example`, password: 'correct horse' }
      await postTo(url, '/sign-up/email', { ...account, name })
      // As if they had followed the link in their mail.
      await database.authUser.update({ where: { email: account.email }, data: { emailVerified: true } })
      const { headers } = await postTo(url, '/sign-in/email', account)
      const cookie = headers.get('set-cookie')?.split(';', 1)[0] ?? null
      return personAt(url, headers.get('set-auth-token'), cookie)
    },
    async stop() {
      await running.stopListening()
      await running.close()
      await closeDatabase(database)
      await scratch.drop()
    },
  }
}

async function postTo(url: string, path: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/api/auth${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return response
}

function personAt(url: string, token: string | null, cookie: string | null): Person {
  return {
    token,
    cookie,
    async ask(query, variables = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        body: JSON.stringify({ query, variables }),
      })
      const { status, headers } = response
      return { status, headers, ...((await response.json()) as Omit<Answer, 'status' | 'headers'>) }
    },
  }
}
