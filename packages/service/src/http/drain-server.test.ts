import { once } from 'node:events'
import type { RequestListener, ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createBoundedServer } from './create-bounded-server.ts'
import { drainServer } from './drain-server.ts'

const never = new AbortController().signal

const open: ReturnType<typeof createBoundedServer>[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.closeAllConnections()
})

async function serve(answer: RequestListener) {
  const server = createBoundedServer().on('request', answer)
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
    const drained = drainServer(server, never)
    await expect(fetch(url)).rejects.toThrow()
    running?.end(' and half')
    expect(await response.text()).toBe('half and half')
    await drained
  })

  it('waits for no upgraded connection, nor for one that has asked nothing', async () => {
    const { server, port } = await serve(() => undefined)
    server.on('upgrade', () => undefined)
    const upgraded = connect(port, '127.0.0.1').on('error', () => undefined)
    const silent = connect(port, '127.0.0.1').on('error', () => undefined)
    await once(silent, 'connect')
    const upgrade = once(server, 'upgrade')
    upgraded.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')
    await upgrade
    const cut = [once(upgraded, 'close'), once(silent.resume(), 'close')]
    await drainServer(server, never)
    await Promise.all(cut)
  })

  it('cuts an answer that does not end in time', async () => {
    const { server, url } = await serve((_, response) => response.write('half'))
    const response = await fetch(url)
    await drainServer(server, AbortSignal.timeout(20))
    await expect(response.text()).rejects.toThrow()
  })
})
