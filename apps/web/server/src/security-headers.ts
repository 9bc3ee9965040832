import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Environment } from './environment.ts'

type Origins = Pick<Environment, 'PUBLIC_EDGE_URL' | 'PUBLIC_S3_URL' | 'PUBLIC_WEB_URL'>

/**
 * The content security policy of a page. Scripts run by nonce alone; pictures and streams come from the edge, uploads
 * go to the object store. Styles are inline because React writes style attributes and media-chrome shadow styles.
 * `dev` allows eval, which React uses there to rebuild server stacks.
 */
export function contentSecurityPolicy(nonce: string, origins: Origins, dev: boolean): string {
  const edge = origins.PUBLIC_EDGE_URL
  const socket = origins.PUBLIC_WEB_URL.replace(/^http/, 'ws')
  return Object.entries({
    'default-src': ["'self'"],
    'script-src': ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(dev ? ["'unsafe-eval'"] : [])],
    'style-src': ["'self'", "'unsafe-inline'"],
    // A channel's logo is shown to its owner from the object store, where it lies beside what was uploaded.
    'img-src': ["'self'", edge, origins.PUBLIC_S3_URL, 'data:', 'blob:'],
    'media-src': ["'self'", edge, 'blob:'],
    'connect-src': ["'self'", socket, edge, origins.PUBLIC_S3_URL],
    'font-src': ["'self'"],
    'worker-src': ["'self'", 'blob:'],
    'manifest-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  })
    .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
    .join('; ')
}

/** Puts the headers on a response, and the policy on the request, where Next reads its nonce. */
export function secure(
  request: IncomingMessage,
  response: ServerResponse,
  origins: Origins,
  dev: boolean,
): void {
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'), origins, dev)
  request.headers['content-security-policy'] = policy
  response.setHeader('content-security-policy', policy)
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('referrer-policy', 'strict-origin-when-cross-origin')
  response.setHeader('x-frame-options', 'DENY')
  response.setHeader('cross-origin-opener-policy', 'same-origin')
  response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()')
}
