import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'

/** Letter for letter as the library says it. */
export const WRONG_PASSWORD = { message: 'Invalid email or password', code: 'INVALID_EMAIL_OR_PASSWORD' }

const SIGN_IN = '/sign-in/email'

/** Where an answer could tell whether there is an account at an address. */
const PATHS = ['/sign-up/email', '/request-password-reset', '/send-verification-email']

/**
 * Milliseconds, more than any of these takes on a machine that is not overloaded: their answers come after this time,
 * whether there was something to write or not. (A sign-in hashes a password in either case.)
 */
export const ANSWER_AFTER_MS = 400

/** Of two sign-ups at once for one address, the database lets one through and the library gives the other up. */
const GIVEN_UP = 422
const MAX_TRIES = 3

/**
 * Has the paths that could tell strangers who has an account answer alike.
 *
 * @param timeIsOver resolves after as many milliseconds
 */
export async function answerAlike(
  request: Request,
  answer: (request: Request) => Promise<Response>,
  timeIsOver: (ms: number) => Promise<unknown> = wait,
): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname.endsWith(SIGN_IN)) return hideUnconfirmed(await answer(request))
  if (!PATHS.some((path) => pathname.endsWith(path))) return answer(request)
  const [response] = await Promise.all([answerAgain(request, answer), timeIsOver(ANSWER_AFTER_MS)])
  return response
}

async function answerAgain(
  request: Request,
  answer: (request: Request) => Promise<Response>,
): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await answer(request.clone())
    if (response.status !== GIVEN_UP || tries === MAX_TRIES) return response
  }
}

const Refusal = z.object({ code: z.literal('EMAIL_NOT_VERIFIED') })

/**
 * That a password is right for an address which nobody has confirmed is not told: who signs up at somebody's address and
 * then signs in would learn whether that address had an account before. Its owner is sent another link.
 */
async function hideUnconfirmed(response: Response): Promise<Response> {
  if (response.status !== 403) return response
  const body: unknown = await response.clone().json()
  if (!Refusal.safeParse(body).success) return response
  return Response.json(WRONG_PASSWORD, { status: 401 })
}
