import type { ServerResponse } from 'node:http'

/** A hundredth of what the smallest rendition needs: whoever takes less is not watching. */
export const LEAST_PACE = { bytes: 64_000, everyMs: 60_000 }

/**
 * Breaks an answer off that moved less than LEAST_PACE while `send` ran. What comes from the store holds half a megabyte of
 * buffers, and one of its few connections while nobody else needs that one; a server's idle timer is content with a byte, so
 * that a client that takes some now and then would hold them for ever.
 */
export async function holdToPace(response: ServerResponse, send: () => Promise<void>): Promise<void> {
  const { socket } = response.req
  const moved = () => socket.bytesWritten - socket.writableLength
  let before = moved()
  const look = setInterval(() => {
    const now = moved()
    if (now - before < LEAST_PACE.bytes) response.destroy()
    before = now
  }, LEAST_PACE.everyMs)
  try {
    await send()
  } finally {
    clearInterval(look)
  }
}
