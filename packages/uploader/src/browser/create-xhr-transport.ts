import type { PartTransport, PutOutcome, PutRequest } from '../ports.ts'

/** PUT by XMLHttpRequest, because fetch tells nothing about how much has been sent. */
export function createXhrTransport(): PartTransport<Blob> {
  return {
    async put(request) {
      const outcome = await send(request)
      if (outcome.kind !== 'unreachable') return outcome
      return (await isReadable(request.body)) ? outcome : { kind: 'unreadable', cause: outcome.cause }
    },
  }
}

function send({ url, body, onProgress, signal }: PutRequest<Blob>): Promise<PutOutcome> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const request = new XMLHttpRequest()
    const stop = () => request.abort()
    request.open('PUT', url)
    request.upload.onprogress = (event) => onProgress(event.loaded)
    request.onload = () => resolve({ kind: 'answered', status: request.status })
    request.onerror = () => resolve({ kind: 'unreachable', cause: new Error('The request failed') })
    request.onabort = () => reject(signal.reason)
    request.onloadend = () => signal.removeEventListener('abort', stop)
    signal.addEventListener('abort', stop, { once: true })
    // A type would become a header that the URL's signature does not know.
    request.send(body.slice(0, body.size, ''))
  })
}

/** A browser reports a file that changed on disk as a network error; only reading it tells. */
async function isReadable(body: Blob): Promise<boolean> {
  return body
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    )
}
