import type { ConnectionPool } from './connection-pool.ts'
import { createErrorDocument } from './error-document.ts'
import { ObjectBody } from './object-body.ts'
import { type ResponseHead, readResponseHead } from './response-head.ts'
import type { Receiver, StoreConnection } from './store-connection.ts'

/** What the store said: an object on its way, or why not. */
export type StoreReply =
  | { readonly ok: true; readonly head: ResponseHead; readonly body: ObjectBody }
  | { readonly ok: false; readonly head: ResponseHead; readonly document: string }

/** The answer breaks the rules of HTTP, or is of a kind that no S3 gives to GetObject. */
export class UnreadableReply extends Error {
  constructor() {
    super('the store’s answer cannot be read as HTTP with a length')
    this.name = 'UnreadableReply'
  }
}

const MAX_HEAD = 16_384
const HEAD_END = '\r\n\r\n'

export interface Question {
  readonly method: 'GET' | 'HEAD'
  /** Request line and headers, with the empty line. */
  readonly text: string
  readonly signal: AbortSignal | undefined
  /** Opens the last bytes of an object that began with `head`; without it an object keeps its connection to its end. */
  askForRest?(head: ResponseHead, left: number): Promise<ObjectBody>
}

/** Sends one request and reads the head of its answer. Rejects with `signal.reason`, or with what became of the connection. */
export function exchange(
  pool: ConnectionPool,
  connection: StoreConnection,
  { method, text, signal, askForRest }: Question,
): Promise<StoreReply> {
  return new Promise((resolve, reject) => {
    let body: ObjectBody | undefined
    let before: Buffer | undefined

    const onAbort = () => {
      connection.destroy()
      body?.destroy(signal?.reason)
      reject(signal?.reason)
    }
    const stopListening = () => signal?.removeEventListener('abort', onAbort)
    signal?.addEventListener('abort', onAbort, { once: true })

    function end(isReusable: boolean): void {
      stopListening()
      if (isReusable) pool.giveBack(connection)
      else connection.destroy()
    }
    function fail(error: Error): boolean {
      end(false)
      reject(error)
      return false
    }

    /** What follows the head is the receiver's that is returned. */
    function begin(head: ResponseHead): Receiver | undefined {
      const isObject = head.status === 200 || head.status === 206
      if (method === 'HEAD' || (!isObject && head.length === 0)) {
        end(head.keepsAlive)
        resolve(
          isObject
            ? { ok: true, head, body: new ObjectBody(0, NO_SOURCE) }
            : { ok: false, head, document: '' },
        )
        return undefined
      }
      if (!isObject) {
        return createErrorDocument(head.length, (document, isWhole) => {
          end(isWhole && head.keepsAlive)
          resolve({ ok: false, head, document })
        })
      }
      if (typeof head.length !== 'number') {
        fail(new UnreadableReply())
        return undefined
      }
      const source = {
        resume: () => pool.goOn(connection),
        stall(givenUp: () => void) {
          pool.stall(connection, () => {
            givenUp()
            end(false)
          })
        },
        done: () => end(head.keepsAlive),
        drop: () => end(false),
      }
      body = new ObjectBody(head.length, source, askForRest && ((left) => askForRest(head, left)))
      resolve({ ok: true, head, body })
      return head.length === 0 ? undefined : body
    }

    connection.send(text, {
      lost: (error) => {
        stopListening()
        reject(error)
      },
      receive(bytes, release) {
        const all = before ? Buffer.concat([before, bytes]) : bytes
        const at = all.indexOf(HEAD_END)
        if (at < 0) {
          before = Buffer.from(all)
          release()
          return all.length <= MAX_HEAD || fail(new UnreadableReply())
        }
        const head = readResponseHead(all.toString('latin1', 0, at))
        const rest = all.subarray(at + HEAD_END.length)
        if (!head || head.status < 200) {
          release()
          return fail(new UnreadableReply())
        }
        const receiver = begin(head)
        if (!receiver || rest.length === 0) {
          if (receiver) connection.hand(receiver)
          release()
          // Bytes behind an answer that has none would be taken for the next one's.
          if (!receiver && rest.length > 0) connection.destroy()
          return true
        }
        connection.hand(receiver)
        return receiver.receive(rest, release)
      },
    })
  })
}

const NO_SOURCE = { resume: () => {}, stall: () => {}, done: () => {}, drop: () => {} }
