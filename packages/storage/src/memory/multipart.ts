import { createHash, randomUUID } from 'node:crypto'
import { InvalidPart, UploadNotFound } from '../errors.ts'
import type { MultipartRef, MultipartUploads, PutOptions, UploadedPart } from '../port.ts'
import { etagOf, type MemoryObjects } from './objects.ts'
import type { SignedCall, UrlSigner } from './urls.ts'

/** S3's bound for every part but the last. */
const MIN_PART_BYTES = 5 * 2 ** 20

interface OpenUpload {
  key: string
  options: PutOptions
  parts: Map<number, Buffer>
}

export function createMemoryMultipart(objects: MemoryObjects, signer: UrlSigner) {
  const uploads = new Map<string, OpenUpload>()

  function open({ key, uploadId }: MultipartRef): OpenUpload {
    const upload = uploads.get(uploadId)
    if (upload?.key !== key) throw new UploadNotFound(uploadId)
    return upload
  }

  const operations: MultipartUploads = {
    async create(key, options = {}) {
      options.signal?.throwIfAborted()
      const uploadId = randomUUID()
      uploads.set(uploadId, { key, options, parts: new Map() })
      return { key, uploadId }
    },
    async presignPart({ key, uploadId, partNumber, contentLength, expiresInSeconds }) {
      const values = { uploadId, part: String(partNumber), length: String(contentLength) }
      return signer.sign('PUT', key, values, expiresInSeconds)
    },
    async listParts(upload, { signal } = {}) {
      signal?.throwIfAborted()
      return [...open(upload).parts]
        .map(([number, bytes]) => ({ number, size: bytes.length, etag: etagOf(bytes) }))
        .sort((a, b) => a.number - b.number)
    },
    async complete(upload, parts, { signal } = {}) {
      signal?.throwIfAborted()
      const { options, parts: stored } = open(upload)
      const pieces = takeParts(upload.uploadId, stored, parts)
      const etag = multipartEtag(pieces)
      objects.write(upload.key, Buffer.concat(pieces), etag, options)
      uploads.delete(upload.uploadId)
      return { etag }
    },
    async abort(upload, { signal } = {}) {
      signal?.throwIfAborted()
      uploads.delete(upload.uploadId)
    },
  }

  async function receivePart({ key, values }: SignedCall, init?: RequestInit): Promise<Response> {
    const { uploadId = '', part, length } = values
    const upload = uploads.get(uploadId)
    if (upload?.key !== key) return new Response(null, { status: 404 })
    const bytes = Buffer.from(await new Response(init?.body ?? null).arrayBuffer())
    if (bytes.length !== Number(length)) return new Response(null, { status: 403 })
    upload.parts.set(Number(part), bytes)
    return new Response(null, { headers: { etag: etagOf(bytes) } })
  }

  return { operations, receivePart }
}

function takeParts(uploadId: string, stored: Map<number, Buffer>, wanted: readonly UploadedPart[]): Buffer[] {
  if (wanted.length === 0) throw new InvalidPart(uploadId)
  return wanted.map(({ number, etag }, index) => {
    const bytes = stored.get(number)
    const inOrder = index === 0 || number > (wanted[index - 1]?.number ?? 0)
    const longEnough = index === wanted.length - 1 || (bytes?.length ?? 0) >= MIN_PART_BYTES
    if (!bytes || etagOf(bytes) !== etag || !inOrder || !longEnough) throw new InvalidPart(uploadId)
    return bytes
  })
}

/** S3's ETag of an object made of parts: the MD5 of their MD5s, and their count. */
function multipartEtag(pieces: Buffer[]): string {
  const whole = createHash('md5')
  for (const piece of pieces) whole.update(createHash('md5').update(piece).digest())
  return `"${whole.digest('hex')}-${pieces.length}"`
}
