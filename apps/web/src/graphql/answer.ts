import { documentIdOf, type RegisteredDocument } from '@marquee/schema/graphql'

/** What a question to the API comes back with. Being refused and being unreachable are expected, so they are values. */
export type Answer<T> = { ok: true; data: T } | { ok: false; cause: 'unreachable' | 'refused'; code: string }

export type Question<T, V> = RegisteredDocument<T, V>

type Body<T> = {
  data?: T | null
  errors?: ReadonlyArray<{ message: string; extensions?: { code?: unknown } }>
}

/** The API answers, its database does not; or it has no place for one more request of this network. */
const AWAY = ['SERVICE_UNAVAILABLE', 'TOO_MANY_CONNECTIONS']

/**
 * Asks a GraphQL endpoint. Partial data counts as an answer: a field that failed is null there, and pages say so
 * where it matters. `headers` are added to the ones GraphQL over HTTP and the API's guard against foreign pages want.
 */
export async function ask<T, V>(
  url: string,
  question: Question<T, V>,
  variables: V,
  init: { headers?: Record<string, string>; signal?: AbortSignal; keepalive?: boolean } = {},
): Promise<Answer<T>> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      cache: 'no-store',
      headers: {
        accept: 'application/graphql-response+json, application/json',
        'content-type': 'application/json',
        'apollo-require-preflight': '1',
        ...init.headers,
      },
      body: JSON.stringify({ documentId: documentIdOf(question), variables }),
      signal: init.signal ?? null,
      keepalive: init.keepalive ?? false,
    })
    const body = await readBody<T>(response)
    const codes = body?.errors?.map(({ extensions }) => extensions?.code) ?? []
    // What is null for want of the database must not be taken for something that is not there.
    const away = AWAY.find((code) => codes.includes(code))
    if (away) return { ok: false, cause: 'unreachable', code: away }
    if (!body || response.status >= 500)
      return { ok: false, cause: 'unreachable', code: `HTTP_${response.status}` }
    if (body.data) return { ok: true, data: body.data }
    const [code] = codes
    return { ok: false, cause: 'refused', code: typeof code === 'string' ? code : 'INTERNAL' }
  } catch {
    return { ok: false, cause: 'unreachable', code: 'API_UNREACHABLE' }
  }
}

/** Null for what is no JSON: the page of a balancer between us and the API. */
function readBody<T>(response: Response): Promise<Body<T> | null> {
  return response.json().catch(() => null)
}
