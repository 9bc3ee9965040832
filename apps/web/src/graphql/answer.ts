import { documentIdOf, type RegisteredDocument } from '@marquee/schema/graphql'

/** What a question to the API comes back with. Being refused and being unreachable are expected, so they are values. */
export type Answer<T> = { ok: true; data: T } | { ok: false; cause: 'unreachable' | 'refused'; code: string }

export type Question<T, V> = RegisteredDocument<T, V>

type Body<T> = {
  data?: T | null
  errors?: ReadonlyArray<{ message: string; extensions?: { code?: unknown } }>
}

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
    if (response.status >= 500) return { ok: false, cause: 'unreachable', code: `HTTP_${response.status}` }
    const body = (await response.json()) as Body<T>
    if (body.data) return { ok: true, data: body.data }
    const code = body.errors?.[0]?.extensions?.code
    return { ok: false, cause: 'refused', code: typeof code === 'string' ? code : 'INTERNAL' }
  } catch {
    return { ok: false, cause: 'unreachable', code: 'API_UNREACHABLE' }
  }
}
