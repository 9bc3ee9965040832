import 'server-only'
import { headers } from 'next/headers'
import { type Answer, ask, type Question } from './answer.ts'

const TIMEOUT_MS = 10_000

/** Set by our server on every request: whom it comes from, why the API may believe that, and the trace it belongs to. */
const SERVER_HEADERS = ['x-forwarded-for', 'x-marquee-proxy', 'traceparent']

/** Asks the API from a server component, as the reader: their cookie and address go along. */
export async function askServer<T, V>(question: Question<T, V>, variables: V): Promise<Answer<T>> {
  const incoming = await headers()
  const forwarded: Record<string, string> = {}
  for (const name of ['cookie', 'user-agent', ...SERVER_HEADERS]) {
    const value = incoming.get(name)
    if (value) forwarded[name] = value
  }
  const api = process.env.API_INTERNAL_URL ?? 'http://127.0.0.1:4000'
  return ask(`${api}/graphql`, question, variables, {
    headers: forwarded,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
}
