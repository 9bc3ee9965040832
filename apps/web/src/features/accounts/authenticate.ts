import { z } from 'zod/mini'

export type Credentials = { email: string; password: string; name?: string }

/** Why signing in or up did not work, in the words of `accounts` messages. */
export type AuthProblem = {
  field: 'email' | 'password' | 'name' | null
  words:
    | 'errorCredentials'
    | 'errorExists'
    | 'errorPasswordShort'
    | 'errorPasswordLong'
    | 'errorEmail'
    | 'errorName'
    | 'errorTooMany'
    | 'errorUnreachable'
    | 'errorOther'
  code: string
}

const Refusal = z.object({ code: z.optional(z.string()) })

/** Signs in, or up where `kind` says so. Resolves to null when it worked: the cookie is set then. */
export async function authenticate(
  kind: 'sign-in' | 'sign-up',
  entered: Credentials,
): Promise<AuthProblem | null> {
  const response = await fetch(`/api/auth/${kind}/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(entered),
  }).catch(() => undefined)
  if (!response || response.status >= 500)
    return { field: null, words: 'errorUnreachable', code: 'API_UNREACHABLE' }
  if (response.ok) return null
  const body = Refusal.safeParse(await response.json().catch(() => null))
  return problemOf(response.status, body.success ? (body.data.code ?? '') : '')
}

/** The words for a refusal of better-auth (1.7, its BASE_ERROR_CODES). */
export function problemOf(status: number, code: string): AuthProblem {
  if (status === 429) return { field: null, words: 'errorTooMany', code: 'TOO_MANY_REQUESTS' }
  switch (code) {
    case 'INVALID_EMAIL_OR_PASSWORD':
    case 'INVALID_PASSWORD':
    case 'USER_NOT_FOUND':
      return { field: null, words: 'errorCredentials', code }
    case 'USER_ALREADY_EXISTS':
    case 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL':
      return { field: 'email', words: 'errorExists', code }
    case 'PASSWORD_TOO_SHORT':
      return { field: 'password', words: 'errorPasswordShort', code }
    case 'PASSWORD_TOO_LONG':
      return { field: 'password', words: 'errorPasswordLong', code }
    case 'INVALID_EMAIL':
      return { field: 'email', words: 'errorEmail', code }
    case 'NAME_REQUIRED':
      return { field: 'name', words: 'errorName', code }
    default:
      return { field: null, words: 'errorOther', code: code || `HTTP_${status}` }
  }
}
