import { once } from 'node:events'
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { drainServer } from './drain-server.ts'

const HANG_MS = 60_000

const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.closeAllConnections()
})

async function serve(answer: RequestListener) {
  const server = createServer(answer)
  open.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return { server, port, url: `http://127.0.0.1:${port}` }
}

describe('drainServer', () => {
  it('lets a running answer end and closes its connection, which was kept alive', async () => {
    let running: ServerResponse | undefined
    const { server, url } = await serve((_, response) => {
      running = response
      response.write('half')
    })
    const response = await fetch(url)
    const drained = drainServer(server, [], HANG_MS)
    await expect(fetch(url)).rejects.toThrow()
    running?.end(' and half')
    expect(await response.text()).toBe('half and half')
    await drained
  })

  it('waits for no upgraded connection', async () => {
    const { server, port } = await serve(() => undefined)
    const upgraded = new Set<Duplex>()
    const socket = connect(port, '127.0.0.1')
    const upgrade = once(server, 'upgrade')
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')
    upgraded.add((await upgrade)[1] as Duplex)
    const cut = once(
      socket.on('error', () => undefined),
      'close',
    )
    await drainServer(server, upgraded, HANG_MS)
    await cut
  })

  it('cuts an answer that does not end in time', async () => {
    const { server, url } = await serve((_, response) => response.write('half'))
    const response = await fetch(url)
    await drainServer(server, [], 20)
    await expect(response.text()).rejects.toThrow()
  })
})
