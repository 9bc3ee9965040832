import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from './security-headers.ts'

const origins = {
  PUBLIC_WEB_URL: 'https://watch.example',
  PUBLIC_EDGE_URL: 'https://edge.example',
  PUBLIC_S3_URL: 'https://s3.example',
}

const directive = (policy: string, name: string) =>
  policy.split('; ').find((line) => line.startsWith(`${name} `)) ?? ''

describe('contentSecurityPolicy', () => {
  const policy = contentSecurityPolicy('n0nce', origins, false)
  it('runs scripts by nonce alone', () => {
    expect(directive(policy, 'script-src')).toBe("script-src 'self' 'nonce-n0nce' 'strict-dynamic'")
  })
  it('lets streams come from the edge and uploads go to the store, of this run', () => {
    expect(directive(policy, 'media-src')).toContain('https://edge.example')
    expect(directive(policy, 'connect-src')).toBe(
      "connect-src 'self' wss://watch.example https://edge.example https://s3.example",
    )
  })
  it('lets nobody frame a page', () => {
    expect(policy).toContain("frame-ancestors 'none'")
  })
  it('allows eval in development only', () => {
    expect(policy).not.toContain('unsafe-eval')
    expect(contentSecurityPolicy('n', origins, true)).toContain("'unsafe-eval'")
  })
})
