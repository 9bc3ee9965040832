import 'server-only'
import { type Answer, ask, type Question } from './answer.ts'
import { apiUrl, readerHeaders } from './server-headers.ts'

const TIMEOUT_MS = 10_000

/** Asks the API from a server component, as the reader. */
export async function askServer<T, V>(question: Question<T, V>, variables: V): Promise<Answer<T>> {
  return ask(`${apiUrl()}/graphql`, question, variables, {
    headers: await readerHeaders(),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
}
