import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, get as httpGet, type IncomingMessage, type Server } from 'node:http'
import { get as httpsGet } from 'node:https'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { createFront } from './create-front.ts'
import { keepCertificate } from './keep-certificate.ts'

const servers: NetServer[] = []
let port = 0
let authority = ''

/** Says its name and what it was asked. */
async function part(name: string): Promise<number> {
  const server: Server = createServer((request, response) => {
    const { host, 'x-forwarded-proto': proto, 'x-forwarded-for': client } = request.headers
    response.end(JSON.stringify({ name, url: request.url, host, proto, client }))
  })
  return listen(server)
}

async function listen(server: NetServer): Promise<number> {
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

beforeAll(async () => {
  const files = await keepCertificate(temporaryFolder('front'), '127.0.0.1')
  authority = readFileSync(files.authority, 'utf8')
  const targets = {
    web: await part('web'),
    edge: await part('edge'),
    objectStore: await part('object store'),
    buckets: ['marquee-originals'],
  }
  const certificate = readFileSync(files.certificate, 'utf8')
  const key = readFileSync(files.key, 'utf8')
  port = await listen(createFront({ targets, certificate, key, authority, failed: () => undefined }))
})
afterAll(() => {
  for (const server of servers) server.close()
})

async function bodyOf(
  request: ReturnType<typeof httpGet>,
): Promise<{ answer: IncomingMessage; body: string }> {
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return { answer, body: Buffer.concat(await answer.toArray()).toString() }
}

const secure = (path: string) =>
  bodyOf(httpsGet({ host: '127.0.0.1', port, path, ca: authority, agent: false }))
const plain = (path: string) => bodyOf(httpGet({ host: '127.0.0.1', port, path, agent: false }))

describe('createFront', () => {
  it.each([
    ['/', 'web'],
    ['/graphql?query=x', 'web'],
    ['/videos', 'web'],
    ['/v/token/video/r1/master.m3u8', 'edge'],
    ['/marquee-originals/uploads/x/source?partNumber=1', 'object store'],
    ['/marquee-transcoded/videos/x', 'web'],
  ])('leads %s to the %s, under the name that was asked for', async (path, name) => {
    const { body } = await secure(path)
    expect(JSON.parse(body)).toMatchObject({ name, url: path, host: `127.0.0.1:${port}`, proto: 'https' })
  })

  it('tells who comes without HTTPS how to trust it, and gives its authority away', async () => {
    const page = await plain('/watch/x')
    expect(page.answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.body).toContain(`https://127.0.0.1:${port}/`)
    expect((await plain('/marquee.crt')).body).toBe(authority)
  })
})
