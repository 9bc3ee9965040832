import 'server-only'
import { headers } from 'next/headers'

/** Set by our server on every request: whom it comes from, why the API may believe that, and the trace it belongs to. */
const SERVER_HEADERS = ['x-forwarded-for', 'x-marquee-proxy', 'traceparent']

/** What a server component hands on to the API, so that it asks as the reader: their cookie and address. */
export async function readerHeaders(): Promise<Record<string, string>> {
  const incoming = await headers()
  const forwarded: Record<string, string> = {}
  for (const name of ['cookie', 'user-agent', ...SERVER_HEADERS]) {
    const value = incoming.get(name)
    if (value) forwarded[name] = value
  }
  return forwarded
}

/** Where this server reaches the API. */
export function apiUrl(): string {
  return process.env.API_INTERNAL_URL ?? 'http://127.0.0.1:4000'
}
