import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { expect, test } from '@playwright/test'
import { REPOSITORY } from './support/index.ts'

/** More than a browser needs for its pages. */
const MOST_CONNECTIONS = 20

let web: ChildProcess
let address: string

test.beforeAll(async () => {
  // Port 9 is «discard»: nobody listens.
  const env = {
    ...process.env,
    WEB_PORT: '0',
    LISTEN_HOST: '127.0.0.1',
    API_INTERNAL_URL: 'http://127.0.0.1:9',
    WEB_MAX_CONNECTIONS_PER_ADDRESS: String(MOST_CONNECTIONS),
  }
  const args = ['apps/web/dist-server/main.js']
  web = spawn(process.execPath, args, { cwd: REPOSITORY, env, stdio: ['ignore', 'pipe', 'inherit'] })
  address = await new Promise((resolve, reject) => {
    web.once('exit', (status) => reject(new Error(`the web server ended with ${status}`)))
    createInterface({ input: web.stdout ?? process.stdin }).on('line', (line) => {
      const [, port] = /"port":(\d+)\b.*"msg":"ready"/.exec(line) ?? []
      if (port) resolve(`http://127.0.0.1:${port}`)
    })
  })
})
test.afterAll(() => web.kill('SIGTERM'))

for (const path of ['/', '/watch/00000000000', '/@nobody', '/studio']) {
  test(`${path} says that the API is away: the designed page, with status 503`, async ({ page }) => {
    const answer = await page.goto(`${address}${path}`)
    expect(answer?.status()).toBe(503)
    await expect(page.getByRole('link', { name: 'Try again' })).toHaveAttribute('href', path)
  })
}

test('a page that needs no API answers 200', async ({ page }) => {
  expect((await page.goto(`${address}/sign-in`))?.status()).toBe(200)
})

test('one address has so many connections, and the others are answered', async ({ page }) => {
  const port = Number(new URL(address).port)
  const open = Array.from({ length: MOST_CONNECTIONS + 5 }, () =>
    connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' }).on('error', () => {}),
  )
  const closed = new Set<Socket>()
  for (const socket of open) socket.resume().once('close', () => closed.add(socket))
  await expect.poll(() => closed.size).toBe(5)
  expect((await page.goto(`${address}/sign-in`))?.status()).toBe(200)
  expect(closed.size).toBe(5)
  for (const socket of open) socket.destroy()
})

test('connections that are reset as they ask do no harm to the others', async () => {
  const port = Number(new URL(address).port)
  for (let index = 0; index < 20; index += 1) {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    await once(socket, 'connect')
    const upgrade = index % 2 ? 'connection: upgrade\r\nupgrade: websocket\r\n' : ''
    socket.write(`GET /graphql HTTP/1.1\r\nhost: x\r\n${upgrade}\r\n`)
    socket.resetAndDestroy()
  }
  expect((await fetch(`${address}/healthz`)).status).toBe(200)
  expect(web.exitCode).toBe(null)
})
