import type { ObjectStore } from '../port.ts'
import { createMemoryMultipart } from './multipart.ts'
import { createMemoryObjects } from './objects.ts'
import { createUrlSigner } from './urls.ts'

/** An ObjectStore without a server, for tests of rules that do not cross the boundary. */
export interface MemoryStore extends ObjectStore {
  /** Answers this store's presigned URLs, as `fetch` answers those of a server. */
  fetch(url: string, init?: RequestInit): Promise<Response>
}

export function createMemoryStore(bucket = 'memory'): MemoryStore {
  const objects = createMemoryObjects()
  const signer = createUrlSigner(bucket)
  const multipart = createMemoryMultipart(objects, signer)
  return {
    bucket,
    ...objects.operations,
    multipart: multipart.operations,
    presignGet: async (key, { expiresInSeconds, contentDisposition }) =>
      signer.sign(
        'GET',
        key,
        contentDisposition === undefined ? {} : { contentDisposition },
        expiresInSeconds,
      ),
    check: async ({ signal } = {}) => signal?.throwIfAborted(),
    close: () => undefined,
    fetch: async (url, init) => {
      const call = signer.verify(init?.method ?? 'GET', url)
      if (!call) return new Response(null, { status: 403 })
      if (call.method === 'PUT') return multipart.receivePart(call, init)
      const object = objects.find(call.key)
      if (!object) return new Response(null, { status: 404 })
      const { contentDisposition } = call.values
      const headers = new Headers({ etag: object.etag })
      if (contentDisposition !== undefined) headers.set('content-disposition', contentDisposition)
      return new Response(Uint8Array.from(object.bytes), { headers })
    },
  }
}
