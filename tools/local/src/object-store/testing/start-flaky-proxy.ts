import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Stands between a client and a server and cuts connections, as a bad network does. */
export interface FlakyProxy {
  endpoint: string
  /** The next connections are reset once this many bytes have come from the server, one number each. */
  cutAnswersAfter(...bytes: number[]): void
  /** The same for bytes from the client. */
  cutRequestsAfter(...bytes: number[]): void
  /** Lets a request through to its end and then loses the answer, this many times. */
  loseAnswers(count: number): void
  /** Resolves when one connection has carried this many bytes from the client. */
  carried(bytes: number): Promise<void>
  close(): Promise<void>
}

export async function startFlakyProxy(target: string): Promise<FlakyProxy> {
  const { hostname, port } = new URL(target)
  const answers: number[] = []
  const requests: number[] = []
  const sockets = new Set<Socket>()
  const awaited = new Set<{ readonly bytes: number; readonly resolve: () => void }>()
  const tellCarried = (bytes: number) => {
    for (const one of awaited)
      if (bytes >= one.bytes) {
        awaited.delete(one)
        one.resolve()
      }
  }

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    const pair = [client, upstream]
    const cut = () => {
      for (const socket of pair) socket.resetAndDestroy()
    }
    for (const socket of pair) {
      sockets.add(socket)
      socket.on('error', cut).on('close', cut)
    }
    forward(client, upstream, requests, cut)
    forward(upstream, client, answers, cut)
    client.on('data', () => tellCarried(client.bytesRead))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()

  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    cutAnswersAfter: (...bytes) => void answers.push(...bytes),
    cutRequestsAfter: (...bytes) => void requests.push(...bytes),
    carried: (bytes) => new Promise((resolve) => awaited.add({ bytes, resolve })),
    loseAnswers: (count) => void answers.push(...Array.from({ length: count }, () => 0)),
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Takes a limit from `limits` when the first bytes come; without one it lets everything pass. */
function forward(from: Socket, to: Socket, limits: number[], cut: () => void): void {
  let left: number | undefined
  from.on('data', (chunk) => {
    left ??= limits.shift() ?? Number.POSITIVE_INFINITY
    const passed = chunk.subarray(0, Math.min(chunk.length, left))
    left -= passed.length
    if (passed.length > 0 && !to.write(passed)) {
      from.pause()
      to.once('drain', () => from.resume())
    }
    if (passed.length < chunk.length) to.end(cut)
  })
}
