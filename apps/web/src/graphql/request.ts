import { type Answer, ask, type Question } from './answer.ts'

/** Asks the API from the browser, on the page's own origin; `traceparent` names what several requests belong to. */
export function request<T, V>(
  question: Question<T, V>,
  variables: V,
  signal?: AbortSignal,
  traceparent?: string,
): Promise<Answer<T>> {
  const headers = traceparent ? { headers: { traceparent } } : {}
  return ask('/graphql', question, variables, { ...headers, ...(signal ? { signal } : {}) })
}

/** The same from a page that is being left: the request outlives it, with 64 KB of body at most. */
export function requestLeaving<T, V>(question: Question<T, V>, variables: V): Promise<Answer<T>> {
  return ask('/graphql', question, variables, { keepalive: true })
}
