import { describe, expect, it } from 'vitest'
import { ANSWER_AFTER_MS, answerAlike } from './answer-alike.ts'

const ask = (path: string, timeIsOver: (ms: number) => Promise<void>) =>
  answerAlike(
    new Request(`http://api.test/api/auth${path}`, { method: 'POST' }),
    async () => new Response(),
    timeIsOver,
  )

/** Whether it has come, once everything that was ready to happen has happened. */
async function hasCome(answer: Promise<Response>): Promise<boolean> {
  let come = false
  answer.then(() => {
    come = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  return come
}

describe('answerAlike', () => {
  it.each(['/sign-up/email', '/request-password-reset', '/send-verification-email'])(
    '%s is answered when its time is over, however little there was to do',
    async (path) => {
      const { promise, resolve } = withResolvers()
      const waited: number[] = []
      const answer = ask(path, (ms) => {
        waited.push(ms)
        return promise
      })
      expect(await hasCome(answer)).toBe(false)
      resolve()
      expect(await hasCome(answer)).toBe(true)
      expect(waited).toEqual([ANSWER_AFTER_MS])
    },
  )

  it('what tells nothing is answered at once', async () => {
    expect(await hasCome(ask('/sign-out', () => withResolvers().promise))).toBe(true)
  })
})

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
