import { setTimeout } from 'node:timers/promises'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ANSWER_AFTER_MS, answerAlike } from './answer-alike.ts'

vi.mock('node:timers/promises')

const ask = (path: string, answer: () => Promise<Response>) =>
  answerAlike(new Request(`http://api.test/api/auth${path}`, { method: 'POST' }), answer)

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
  let timeIsOver: () => void
  beforeEach(() => {
    const time = new Promise<void>((resolve) => {
      timeIsOver = resolve
    })
    vi.mocked(setTimeout).mockReset().mockReturnValue(time)
  })

  it.each(['/sign-up/email', '/request-password-reset', '/send-verification-email'])(
    '%s is answered when its time is over, however little there was to do',
    async (path) => {
      const answer = ask(path, async () => new Response())
      expect(await hasCome(answer)).toBe(false)
      timeIsOver()
      expect(await hasCome(answer)).toBe(true)
      expect(vi.mocked(setTimeout).mock.calls).toEqual([[ANSWER_AFTER_MS]])
    },
  )

  it('what tells nothing is answered at once', async () => {
    expect(await hasCome(ask('/sign-out', async () => new Response()))).toBe(true)
  })
})
