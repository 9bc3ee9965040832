import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { EnvironmentError, parseEnvironment } from './read-environment.ts'
import {
  flag,
  loggingEnvironment,
  originsEnvironment,
  playbackEnvironment,
  port,
  redisEnvironment,
  storageEnvironment,
} from './shared-environment.ts'

const schema = z.object({
  ...loggingEnvironment,
  ...storageEnvironment,
  ...redisEnvironment,
  ...originsEnvironment,
  ...playbackEnvironment,
  EDGE_PORT: port.default(4100),
  MARQUEE_DEMO: flag.default(false),
})

const complete = {
  S3_ENDPOINT: 'http://127.0.0.1:19000/',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
  QUEUE_REDIS_URL: 'redis://127.0.0.1:16379/0',
  CACHE_REDIS_URL: 'redis://127.0.0.1:16379/1',
  PLAYBACK_SECRET: 'sixteen-characters',
}

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    parseEnvironment(schema, source)
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems
  }
  return []
}

describe('parseEnvironment', () => {
  it('fills defaults, and treats a variable set to nothing as unset', () => {
    const env = parseEnvironment(schema, { ...complete, EDGE_PORT: '', MARQUEE_DEMO: '1', LOG_LEVEL: ' ' })
    expect(env).toMatchObject({
      EDGE_PORT: 4100,
      MARQUEE_DEMO: true,
      LOG_LEVEL: 'info',
      S3_REGION: 'us-east-1',
    })
    expect(env.S3_ENDPOINT).toBe('http://127.0.0.1:19000')
  })

  it('reports every problem together', () => {
    const problems = problemsOf({
      ...complete,
      EDGE_PORT: '70000',
      QUEUE_REDIS_URL: 'http://x',
      AWS_ACCESS_KEY_ID: '',
    })
    expect(problems).toHaveLength(3)
    expect(problems.join('\n')).toMatch(/EDGE_PORT: /)
    expect(problems).toContain('QUEUE_REDIS_URL: must be a redis:// or rediss:// URL')
    expect(problems).toContain('AWS_ACCESS_KEY_ID is not set')
  })

  it('never repeats the value at fault', () => {
    expect(problemsOf({ ...complete, PLAYBACK_SECRET: 'hunter2' }).join()).not.toContain('hunter2')
  })
})
