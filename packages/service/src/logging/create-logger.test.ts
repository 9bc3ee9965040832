import { describe, expect, it } from 'vitest'
import { runInTrace } from '../tracing/trace-context.ts'
import { createLogger } from './create-logger.ts'
import { logWith } from './log-fields.ts'

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

  it('names the request that a line belongs to, in child loggers too', () => {
    const context = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' }
    const line = capture((logger) =>
      runInTrace(context, () => logger.child({ task: 'encode' }).info('task started')),
    )
    expect(line).toMatchObject({ requestId: context.traceId, task: 'encode' })
    expect(capture((logger) => logger.info('ready'))).not.toHaveProperty('requestId')
  })

  it('says what work a line belongs to, whoever writes it', () => {
    const line = capture((logger) =>
      logWith({ run: '7' }, () => logWith({ attempt: 2 }, () => logger.info('ended'))),
    )
    expect(line).toMatchObject({ run: '7', attempt: 2, msg: 'ended' })
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
          other: 'GET /v/2.k1.BBBBBBBBBBBBBBBBBBBB/k3jd82jd8sk/rev/720p/1.m4s?cmcd=1',
          jar: 'a=1; marquee.session_token=CCCCCCCC.DDDD%3D; theme=dark',
          database: 'postgresql://marquee:hunter2@127.0.0.1:15432/marquee',
          body: JSON.stringify({ email: 'a@b.c', password: 'hunter3' }),
        },
        'sent Bearer abcdefghijkl',
      ),
    )
    const text = JSON.stringify(line)
    for (const hidden of [
      'deadbeef',
      'AAAAAAAA',
      'BBBBBBBB',
      'CCCCCCCC',
      'hunter2',
      'hunter3',
      'abcdefghijkl',
    ]) {
      expect(text).not.toContain(hidden)
    }
    expect(text).toContain('X-Amz-Expires=900')
    expect(text).toContain('a@b.c')
    expect(text).toContain('/v/[redacted]/k3jd82jd8sk/rev/720p/1.m4s?cmcd=1')
  })
})
