import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface TcpProxy {
  readonly url: string
  /** From now on nothing is answered until it is mended; connections stay open. */
  mute(): void
  /** As a machine that vanishes: what is connected hears nothing more, not even an end. New connections are served. */
  strand(): void
  /** Closes every connection and takes no more. */
  cut(): void
  mend(): void
  close(): void
}

/** Stands between a client and the server that a URL names, so that it can go away without troubling other tests. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
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
    strand: () => {
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
