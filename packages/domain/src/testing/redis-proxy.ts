import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface RedisProxy {
  readonly url: string
  /** From now on nothing is answered until it is mended; connections stay open. */
  mute(): void
  /** Closes every connection and takes no more. */
  cut(): void
  mend(): void
  close(): void
}

/** Stands between a client and a Redis, so that it can go away without troubling other tests. */
export async function startRedisProxy(target: string): Promise<RedisProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let state: 'open' | 'mute' | 'cut' = 'open'
  const server = createServer((client) => {
    if (state === 'cut') return client.destroy()
    const upstream = connect(Number(port), hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      // A connection that is cut in mid-sentence is what this is for.
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', (bytes) => upstream.write(bytes))
    upstream.on('data', (bytes) => client.write(bytes))
    if (state === 'mute') upstream.pause()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const cut = () => {
    state = 'cut'
    for (const socket of sockets) socket.destroy()
  }
  const url = new URL(target)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url.href,
    mute: () => {
      state = 'mute'
      for (const socket of sockets) socket.pause()
    },
    cut,
    mend: () => {
      state = 'open'
      for (const socket of sockets) socket.resume()
    },
    close() {
      cut()
      server.close()
    },
  }
}
