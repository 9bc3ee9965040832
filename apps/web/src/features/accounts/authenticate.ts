import { z } from 'zod/mini'

/** Why something about an account did not work, in the words of `accounts` messages. */
export type AuthProblem = {
  field: 'email' | 'password' | 'name' | 'current' | null
  words:
    | 'errorCredentials'
    | 'errorCurrent'
    | 'errorSignedOut'
    | 'errorDemo'
    | 'errorPasswordShort'
    | 'errorPasswordLong'
    | 'errorEmail'
    | 'errorName'
    | 'errorTooMany'
    | 'errorLink'
    | 'errorUnreachable'
    | 'errorOther'
  code: string
}

const Refusal = z.object({ code: z.optional(z.string()) })

/** Each resolves to null when it worked. */
export const signIn = (entered: { email: string; password: string }) => send('sign-in/email', entered)
export const signUp = (entered: { email: string; password: string; name: string }) =>
  send('sign-up/email', entered)
export const askForReset = (email: string) => send('request-password-reset', { email })
export const askForConfirmation = (email: string) => send('send-verification-email', { email })
export const choosePassword = (token: string, newPassword: string) =>
  send('reset-password', { token, newPassword })

/** For who is signed in. A wrong current password is the problem of the field `current`. */
export const changePassword = (entered: {
  currentPassword: string
  newPassword: string
  revokeOtherSessions: boolean
}) => send('change-password', entered)

/** Confirms an address by what the link of its mail carried. */
export const confirmAddress = (token: string, account: string) =>
  send(`verify-email?${new URLSearchParams({ token, account })}`)

async function send(path: string, entered?: object): Promise<AuthProblem | null> {
  const response = await fetch(`/api/auth/${path}`, {
    ...(entered && { method: 'POST', body: JSON.stringify(entered) }),
    headers: { 'content-type': 'application/json' },
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
      return { field: null, words: 'errorCredentials', code }
    case 'INVALID_PASSWORD':
      return { field: 'current', words: 'errorCurrent', code }
    case 'DEMO_ACCOUNT':
      return { field: null, words: 'errorDemo', code }
    case 'PASSWORD_TOO_SHORT':
      return { field: 'password', words: 'errorPasswordShort', code }
    case 'PASSWORD_TOO_LONG':
      return { field: 'password', words: 'errorPasswordLong', code }
    case 'INVALID_EMAIL':
      return { field: 'email', words: 'errorEmail', code }
    case 'NAME_REQUIRED':
      return { field: 'name', words: 'errorName', code }
    case 'INVALID_TOKEN':
    case 'TOKEN_EXPIRED':
    case 'USER_NOT_FOUND':
      return { field: null, words: 'errorLink', code }
    default:
      if (status === 401) return { field: null, words: 'errorSignedOut', code }
      return { field: null, words: 'errorOther', code: code || `HTTP_${status}` }
  }
}

const PASSWORD_MIN = 8
const PASSWORD_MAX = 128

/** What can be told of an address without asking the server. */
export function judgeEmail(email: string): AuthProblem | null {
  return /^\S+@\S+\.\S+$/.test(email) ? null : { field: 'email', words: 'errorEmail', code: 'errorEmail' }
}

/** What can be told of a new password without asking the server. */
export function judgePassword(password: string): AuthProblem | null {
  const problem = (words: AuthProblem['words']) => ({ field: 'password' as const, words, code: words })
  if (password.length < PASSWORD_MIN) return problem('errorPasswordShort')
  return password.length > PASSWORD_MAX ? problem('errorPasswordLong') : null
}
