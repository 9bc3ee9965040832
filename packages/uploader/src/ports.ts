/** The file, as the engine sees it. `Body` is whatever the transport can send: a Blob in browsers, a file range in Node. */
export interface UploadSource<Body> {
  readonly fileName: string
  /** Bytes. */
  readonly size: number
  /** What the system believes it is; the server believes nothing. */
  readonly contentType?: string
  /** Bytes `start` to `end`, `end` excluded. Called again for every attempt. */
  slice(start: number, end: number): Body
  /** By what it is recognised later; null where the platform cannot tell. Rejects where it cannot be read. */
  fingerprint(): Promise<string | null>
}

export interface UploadDetails {
  readonly title?: string
  readonly description?: string
  readonly visibility?: 'PRIVATE' | 'UNLISTED' | 'PUBLIC'
  /** Name of the pipeline that it goes through; by default the channel's. */
  readonly pipeline?: string
}

/** The server's view of an upload: `Upload` of the GraphQL contract. */
export interface UploadRecord {
  readonly id: string
  readonly videoId: string
  readonly status: 'OPEN' | 'COMPLETED' | 'ABORTED' | 'EXPIRED'
  readonly size: number
  /** Of the file that it was begun with; null where that is not known. */
  readonly fingerprint: string | null
  /** Bytes of every part but the last. */
  readonly partSize: number
  readonly partCount: number
  /** What the object store holds, which is the truth for resuming. */
  readonly storedParts: readonly number[]
}

export interface PresignedPart {
  readonly number: number
  readonly url: string
  readonly contentLength: number
  readonly expiresAt: Date
}

/**
 * The five calls of the GraphQL contract. Each rejects with UploadError: `retryable` where the same call may
 * succeed later (no network, 5xx), not where the API refused (userErrors).
 */
export interface UploadApi {
  /** Answers an open upload with the same fingerprint, where there is one. */
  createUpload(
    input: UploadDetails & { fileName: string; size: number; fingerprint?: string; contentType?: string },
    signal: AbortSignal,
  ): Promise<UploadRecord>
  readUpload(uploadId: string, signal: AbortSignal): Promise<UploadRecord>
  /** At most 100 part numbers a call. */
  presignUploadParts(
    uploadId: string,
    partNumbers: readonly number[],
    signal: AbortSignal,
  ): Promise<readonly PresignedPart[]>
  completeUpload(uploadId: string, signal: AbortSignal): Promise<void>
  abortUpload(uploadId: string): Promise<void>
}

export interface PutRequest<Body> {
  readonly url: string
  readonly body: Body
  /** Exactly this many bytes; the URL's signature covers it. */
  readonly contentLength: number
  /** Bytes of this body handed to the network so far. */
  readonly onProgress: (sentBytes: number) => void
  readonly signal: AbortSignal
}

/** `unreachable`: no answer came. `unreadable`: the file itself can no longer be read, or has changed. */
export type PutOutcome =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'unreachable'; readonly cause: unknown }
  | { readonly kind: 'unreadable'; readonly cause: unknown }

export interface PartTransport<Body> {
  /** One PUT. Resolves to what became of it; rejects only with the signal's reason. */
  put(request: PutRequest<Body>): Promise<PutOutcome>
}

/** Whether there is a network at all. Where nothing can tell, leave it out: failed requests are tried again. */
export interface Connectivity {
  isOnline(): boolean
  /** Returns how to stop listening. */
  onChange(listener: () => void): () => void
}
