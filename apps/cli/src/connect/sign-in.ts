import { apiUnreachable, CliError } from './cli-error.ts'
import type { CliSettings } from './find-settings.ts'

/** Milliseconds for one call; the API answers in far less. */
const TIMEOUT_MS = 30_000

/** Signs in by e-mail and password; resolves to the value of the Authorization header for all further calls. */
export async function signIn({ apiUrl, email, password }: CliSettings): Promise<string> {
  const response = await fetch(`${apiUrl}/api/auth/sign-in/email`, {
    method: 'POST',
    // fetch says that it is fetch, so the API wants to know for whom: itself is a caller that it trusts.
    headers: { 'content-type': 'application/json', origin: new URL(apiUrl).origin },
    body: JSON.stringify({ email, password }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw apiUnreachable(apiUrl, cause)
  })
  await response.body?.cancel()
  const token = response.headers.get('set-auth-token')
  if (response.ok && token) return `Bearer ${token}`
  throw refusal(response.status, email, apiUrl)
}

function refusal(status: number, email: string, apiUrl: string): CliError {
  if (status === 503)
    return new CliError('SERVICE_UNAVAILABLE', 'This cannot be answered right now. Try again in a moment.', {
      retryable: true,
    })
  if (status >= 500) return apiUnreachable(apiUrl)
  if (status === 429)
    return new CliError(
      'RATE_LIMITED',
      'Too many attempts to sign in. Wait a quarter of an hour, then try again.',
    )
  if (status === 403) {
    const message = `The API is not known as ${apiUrl}. Set PUBLIC_API_URL to the address it was started with.`
    return new CliError('FORBIDDEN', message)
  }
  if (status === 404) {
    return new CliError('API_UNREACHABLE', `There is no Marquee API at ${apiUrl}. Correct PUBLIC_API_URL.`)
  }
  return new CliError(
    'UNAUTHENTICATED',
    `${email} could not sign in. Check MARQUEE_EMAIL and MARQUEE_PASSWORD, or run npm start, which makes the demo accounts.`,
  )
}
