import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { giveBuffer, takeBuffer } from './buffers.ts'

export interface StoreOrigin {
  readonly host: string
  readonly port: number
  readonly secure: boolean
}

/** Who reads the answer that is on its way. */
export interface Receiver {
  /**
   * Bytes of the answer, in a buffer that is used again once `release` was called. Answers whether more may come now;
   * if not, `resume` of the connection asks for it.
   */
  receive(bytes: Buffer, release: () => void): boolean
  /** The connection is gone. */
  lost(error: Error): void
}

/** One connection to the store; one request at a time. */
export interface StoreConnection {
  /** It has served before: that it closes as it is used again says nothing of the store. */
  isUsed(): boolean
  isOpen(): boolean
  send(request: string, receiver: Receiver): void
  /** Who reads on. */
  hand(receiver: Receiver): void
  resume(): void
  /** The answer was read whole; another request may follow. */
  rest(): void
  destroy(): void
}

/** As for every program (context.ts): behind a slow viewer the sockets' buffers drain for minutes. */
const IDLE_TIMEOUT_MS = 300_000

/** Connects. `onClose` is called once, whatever ended it. */
export function openConnection(origin: StoreOrigin, onClose: () => void): StoreConnection {
  let receiver: Receiver | undefined
  let used = false
  let failure: Error | undefined
  let reading: Buffer = Buffer.alloc(0)

  const onread = {
    buffer: () => {
      reading = takeBuffer()
      return reading
    },
    callback: (length: number) => {
      const buffer = reading
      const release = () => giveBuffer(buffer)
      if (receiver) return receiver.receive(buffer.subarray(0, length), release)
      // Bytes that nobody asked for: whatever they are, the next answer must not begin with them.
      release()
      socket.destroy()
      return false
    },
  }
  const target = { host: origin.host, port: origin.port, onread }
  const socket: Socket = origin.secure
    ? connectTls({ ...target, ...(isIP(origin.host) ? {} : { servername: origin.host }) })
    : connectTcp(target)
  socket.setNoDelay(true)
  socket.setTimeout(IDLE_TIMEOUT_MS, () => socket.destroy(new ConnectionLost('ETIMEDOUT')))
  // Flowing, so that the end of the stream is seen; its bytes go to onread.
  socket.resume()
  socket.on('error', (error) => {
    failure = error
  })
  socket.on('close', () => {
    onClose()
    receiver?.lost(failure ?? new ConnectionLost('ECONNRESET'))
    receiver = undefined
  })

  return {
    isUsed: () => used,
    isOpen: () => !socket.destroyed,
    send(request, by) {
      if (socket.closed) return process.nextTick(() => by.lost(failure ?? new ConnectionLost('ECONNRESET')))
      receiver = by
      socket.write(request, 'latin1')
      socket.resume()
    },
    hand(to) {
      receiver = to
    },
    resume: () => {
      socket.resume()
    },
    rest() {
      used = true
      receiver = undefined
    },
    destroy() {
      receiver = undefined
      socket.destroy()
    },
  }
}

/** With a system's code, so that it counts as what it is. */
class ConnectionLost extends Error {
  readonly code: 'ECONNRESET' | 'ETIMEDOUT'
  constructor(code: 'ECONNRESET' | 'ETIMEDOUT') {
    super('the store closed the connection or fell silent')
    this.name = 'ConnectionLost'
    this.code = code
  }
}
