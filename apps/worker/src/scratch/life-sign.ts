import { once } from 'node:events'
import { connect, createServer } from 'node:net'

/** Can be seen by whoever sees the file, in whatever container, for exactly as long as this process lives: the kernel answers. */
export interface LifeSign {
  close(): Promise<void>
}

/** Bytes of a socket's path on macOS, which takes the shorter ones; Node 20 cuts off without a word what is longer. */
const LONGEST_PATH = 103
const isTooLong = (path: string) => Buffer.byteLength(path) > LONGEST_PATH

/** @throws where the path is too long for a socket, or its file system has none */
export async function giveLifeSign(path: string): Promise<LifeSign> {
  if (isTooLong(path)) throw new Error(`No socket has a path of so many bytes: ${path}`)
  const server = createServer((asking) => asking.destroy())
  server.unref()
  server.listen(path)
  await once(server, 'listening')
  return {
    async close() {
      server.close()
      await once(server, 'close')
    },
  }
}

/** `none` where there is no such file; what cannot be asked is taken to live. */
export function askLifeSign(path: string): Promise<'living' | 'dead' | 'none'> {
  if (isTooLong(path)) return Promise.resolve('none')
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve('living')
    })
    socket.once('error', (error) => resolve(('code' in error && REFUSALS[String(error.code)]) || 'living'))
  })
}

const REFUSALS: Readonly<Record<string, 'dead' | 'none'>> = { ECONNREFUSED: 'dead', ENOENT: 'none' }
