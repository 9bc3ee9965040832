import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { RequestHandler } from 'express'
import type { RenderedPlayground } from './render-playground.ts'

interface Playground {
  readonly brotli: Buffer
  readonly gzip: Buffer
  readonly etag: string
}

/** The built program, also where this runs from its source, which Node cannot. */
const RENDERER = new URL(
  import.meta.url.endsWith('.ts')
    ? '../../../dist/server/playground/render-playground.js'
    : './render-playground.js',
  import.meta.url,
)

/** Its scripts are in the page; it talks to this origin alone, and may not be put into another's frame. */
const SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob:",
  "style-src 'unsafe-inline'",
  'worker-src blob:',
  "connect-src 'self' ws: wss:",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/**
 * Answers a browser's GET with the playground, rendered when first asked for; lets everything else pass. `webUrl` is
 * the origin of the pages that its head leads to.
 */
export function servePlayground(webUrl: string): RequestHandler {
  let rendered: Promise<Playground> | undefined
  return async (request, response, next) => {
    const wantsPage = request.accepts(['application/json', 'text/html']) === 'text/html'
    // Also with ?query=…, which the playground writes into the address while a person types.
    if (!wantsPage) return next()
    rendered ??= renderApart(webUrl).catch((error: unknown) => {
      rendered = undefined
      throw error
    })
    const playground = await rendered
    response.vary('Accept, Accept-Encoding')
    response.set({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      etag: playground.etag,
    })
    if (request.fresh) return void response.status(304).end()
    // Asked one by one, because browsers name gzip first and weigh both the same.
    const encoding = request.acceptsEncodings('br') || request.acceptsEncodings('gzip')
    if (encoding === 'br' || encoding === 'gzip') {
      const body = encoding === 'br' ? playground.brotli : playground.gzip
      response.set({ 'content-encoding': encoding, 'content-length': String(body.length) }).end(body)
    } else {
      await pipeline(Readable.from([playground.gzip]), createGunzip(), response)
    }
  }
}

async function renderApart(webUrl: string): Promise<Playground> {
  const renderer = fork(RENDERER, [webUrl], { serialization: 'advanced' })
  const page = await new Promise<RenderedPlayground>((resolve, reject) => {
    renderer.once('message', (message) => resolve(message as RenderedPlayground))
    renderer.once('error', reject)
    renderer.once('exit', (code) => reject(new Error(`The playground was not rendered (exit ${code})`)))
  })
  const gzip = Buffer.from(page.gzip)
  const etag = `"${createHash('sha256').update(gzip).digest('base64url').slice(0, 22)}"`
  return { brotli: Buffer.from(page.brotli), gzip, etag }
}
