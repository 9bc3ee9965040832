import { spawn } from 'node:child_process'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { Logger } from '@marquee/service'
import { type MadePicture, type PictureRefusal, REFUSALS_OF_PICTURES } from './make-picture.ts'

const PROGRAM = path.resolve(import.meta.dirname, '../../dist/pictures/decode-picture.js')
/** Ten megapixels take half a second. */
const WITHIN_MS = 15_000
/** At once, in this program: each may take a processor, and 100 MB. */
const AT_ONCE = 2

export type DecodedPicture = { readonly made: Buffer } | { readonly refused: PictureRefusal }

/**
 * Has a stranger's picture decoded by a process of its own, which is given nothing but the bytes: what a picture does to a decoder
 * (crash it, hang it, fill its memory) it does not do to the API.
 */
export async function decodePicture(
  kind: MadePicture,
  bytes: Uint8Array,
  logger: Logger,
): Promise<DecodedPicture> {
  const { status, made } = await inTurn(() => runDecoder(kind, bytes))
  if (status === 0) return { made }
  const refused = REFUSED_BY.get(status)
  if (refused) return { refused }
  logger.warn({ status, bytes: bytes.length }, 'a picture broke its decoder')
  return { refused: 'PICTURE_UNREADABLE' }
}

const REFUSED_BY = new Map<number | null, PictureRefusal>(
  Object.entries(REFUSALS_OF_PICTURES).map(([code, status]) => [status, code as PictureRefusal]),
)

/** `status` is null where it was killed, by the clock or by itself. */
async function runDecoder(
  kind: MadePicture,
  bytes: Uint8Array,
): Promise<{ status: number | null; made: Buffer }> {
  const child = spawn(process.execPath, ['--max-old-space-size=64', PROGRAM, kind], {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: WITHIN_MS,
    killSignal: 'SIGKILL',
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  // One that ends before it has read everything has said why by its status.
  child.stdin.on('error', () => undefined)
  child.stdin.end(bytes)
  const [status, made] = await Promise.all([ended, buffer(child.stdout)])
  return { status, made }
}

let running = 0
const waiting: (() => void)[] = []

async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  if (running === AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running += 1
  try {
    return await work()
  } finally {
    // The place goes from hand to hand.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
