import { describe, expect, it } from 'vitest'
import { readEnvironment } from './environment.ts'

describe('readEnvironment', () => {
  it('has the ports of the house as defaults, and keeps origins only', () => {
    expect(readEnvironment({ PUBLIC_EDGE_URL: 'http://edge.example:4100/some/path' })).toMatchObject({
      WEB_PORT: 3000,
      API_INTERNAL_URL: 'http://127.0.0.1:4000',
      PUBLIC_EDGE_URL: 'http://edge.example:4100',
    })
  })
  it('names every wrong variable at once', () => {
    const read = () => readEnvironment({ WEB_PORT: 'many', PUBLIC_S3_URL: 'nowhere' })
    expect(read).toThrow(/WEB_PORT[\s\S]*PUBLIC_S3_URL|PUBLIC_S3_URL[\s\S]*WEB_PORT/)
  })
})
