import { describe, expect, it } from 'vitest'
import { createLogger } from './create-logger.ts'

function capture(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  const lines: string[] = []
  write(createLogger('test', { destination: { write: (line) => lines.push(line) } }))
  expect(lines).toHaveLength(1)
  return JSON.parse(lines[0] ?? '')
}

describe('createLogger', () => {
  it('names the program, the level and the instant', () => {
    const line = capture((logger) => logger.warn({ videos: 3 }, 'counted'))
    expect(line).toMatchObject({ program: 'test', level: 'warn', videos: 3, msg: 'counted' })
    expect(line.time).toMatch(/^\d{4}-.*Z$/)
  })

  it('hides credentials at any depth, and in errors', () => {
    const err = Object.assign(new Error('failed'), {
      config: { headers: { Authorization: 'Basic c2VjcmV0' } },
    })
    const line = capture((logger) =>
      logger
        .child({ request: { headers: { cookie: 'session=abc', 'set-cookie': ['a=secret1'] } } })
        .error(
          { err, AWS_SECRET_ACCESS_KEY: 'hunter2', deep: { a: { b: { c: { password: 'hun"ter2' } } } } },
          'failed',
        ),
    )
    const text = JSON.stringify(line)
    for (const hidden of ['session=abc', 'secret1', 'c2VjcmV0', 'hunter2', 'ter2']) {
      expect(text).not.toContain(hidden)
    }
    expect(line).toMatchObject({ deep: { a: { b: { c: { password: '[redacted]' } } } } })
  })

  it('hides signatures, playback tokens and URL passwords inside strings', () => {
    const line = capture((logger) =>
      logger.info(
        {
          url: 'http://s3/x?partNumber=1&X-Amz-Signature=deadbeef&X-Amz-Expires=900',
          path: '/v/sz8k2os.AAAAAAAAAAAAAAAAAAAAAA/k3jd82jd8sk/rev/master.m3u8',
          database: 'postgresql://marquee:hunter2@127.0.0.1:15432/marquee',
          body: JSON.stringify({ email: 'a@b.c', password: 'hunter3' }),
        },
        'sent Bearer abcdefghijkl',
      ),
    )
    const text = JSON.stringify(line)
    for (const hidden of ['deadbeef', 'AAAAAAAA', 'hunter2', 'hunter3', 'abcdefghijkl']) {
      expect(text).not.toContain(hidden)
    }
    expect(text).toContain('X-Amz-Expires=900')
    expect(text).toContain('a@b.c')
  })
})
