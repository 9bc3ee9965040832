import { documentIdOf, type RegisteredDocument } from '@marquee/schema/graphql'
import { newTraceparent, passesByItself } from '@marquee/uploader'
import { apiUnreachable, CliError } from './cli-error.ts'
import type { CliSettings } from './find-settings.ts'
import { signIn } from './sign-in.ts'
import { tryAgain } from './try-again.ts'

/** The API as one signed-in person. */
export interface Client {
  readonly apiUrl: string
  readonly authorization: string
  /** Rejects with CliError: API_UNREACHABLE (retryable), or the code of the first error in the answer. */
  readonly execute: Execute
  /** The same for a query, which is asked again while what the API stands on is away. */
  readonly read: Execute
}

type Execute = <Result, Variables>(
  document: RegisteredDocument<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
) => Promise<Result>

interface GraphqlAnswer<Result> {
  readonly data?: Result | null
  readonly errors?: readonly {
    readonly message: string
    readonly extensions?: { readonly code?: string; readonly requestId?: string }
  }[]
}

const TIMEOUT_MS = 30_000

export async function createClient(settings: CliSettings): Promise<Client> {
  const { apiUrl } = settings
  const authorization = await tryAgain(() => signIn(settings))
  // All that a command asks is one trace, from here to ffmpeg.
  const identity = { authorization, traceparent: newTraceparent() }
  const execute: Execute = async (document, variables, signal) => {
    const documentId = documentIdOf(document)
    const answer = await post(apiUrl, identity, JSON.stringify({ documentId, variables }), signal)
    return dataOf(answer as GraphqlAnswer<never>)
  }
  const read: Execute = (document, variables, signal) =>
    tryAgain(() => execute(document, variables, signal), signal)
  return { apiUrl, authorization, execute, read }
}

async function post(
  apiUrl: string,
  identity: Readonly<Record<string, string>>,
  body: string,
  signal?: AbortSignal,
): Promise<unknown> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const headers = {
    ...identity,
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
  }
  try {
    const response = await fetch(`${apiUrl}/graphql`, {
      method: 'POST',
      headers,
      body,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    return await response.json()
  } catch (cause) {
    if (signal?.aborted) throw signal.reason
    // No connection, or a balancer's page instead of JSON.
    throw apiUnreachable(apiUrl, cause)
  }
}

function dataOf<Result>({ data, errors }: GraphqlAnswer<Result>): Result {
  const [error] = errors ?? []
  if (error) {
    const code = error.extensions?.code ?? 'INTERNAL'
    const isOurs = code.startsWith('INTERNAL') || code === 'SERVICE_UNAVAILABLE'
    const id = error.extensions?.requestId
    throw new CliError(code, isOurs && id ? `${error.message} Request id: ${id}` : error.message, {
      retryable: passesByItself(code),
    })
  }
  if (!data) throw new CliError('INTERNAL', 'The API answered with nothing. Try again.', { retryable: true })
  return data
}
