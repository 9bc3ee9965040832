import type { Server } from 'node:http'
import type { Socket } from 'node:net'

export interface ConnectionLimits {
  /** Of the whole process. */
  readonly total: number
  /** Of one client address; of an IPv6 client's /64, which is what one household has. */
  readonly perAddress: number
}

/**
 * Closes connections beyond a limit as soon as they are made, before they cost a parser's work: one client must not take
 * all of a process, and a process not all of a machine. `refused` is told of each.
 */
export function limitConnections(server: Server, limits: ConnectionLimits, refused: () => void): void {
  const open = new Map<string, number>()
  server.maxConnections = limits.total
  server.on('drop', refused)
  server.on('connection', (socket: Socket) => {
    const client = clientOf(socket.remoteAddress)
    const count = (open.get(client) ?? 0) + 1
    if (count > limits.perAddress) {
      refused()
      socket.destroy()
      return
    }
    open.set(client, count)
    socket.once('close', () => {
      const left = (open.get(client) ?? 1) - 1
      if (left === 0) open.delete(client)
      else open.set(client, left)
    })
  })
}

/** `::ffff:192.0.2.1` is the IPv4 client that it names. */
export function clientOf(address = ''): string {
  const ipv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (ipv4 || !address.includes(':')) return ipv4 ?? address
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? []
  const groups = head === '' ? [] : head.split(':')
  const behind = tail ? tail.split(':').length : 0
  const zeros = tail === undefined ? 0 : 8 - groups.length - behind
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...(tail ? tail.split(':') : [])]
  return all.slice(0, 4).join(':')
}
