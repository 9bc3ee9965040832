import {
  adaptParallelism,
  DEFAULT_PARALLELISM,
  initialParallelism,
  type ParallelismLimits,
} from '../parts/adapt-parallelism.ts'
import { createPartUrls } from '../parts/part-urls.ts'
import { type FilePart, missingParts, storedBytes } from '../parts/plan-parts.ts'
import { runLanes } from '../parts/run-lanes.ts'
import { sendPart } from '../parts/send-part.ts'
import type {
  Connectivity,
  PartTransport,
  UploadApi,
  UploadDetails,
  UploadRecord,
  UploadSource,
} from '../ports.ts'
import { DEFAULT_RETRY, type RetryPolicy, withRetry } from '../retry.ts'
import { clientError, UploadError } from '../upload-error.ts'
import { createGate } from './create-gate.ts'
import { createProgress } from './create-progress.ts'
import {
  isSettled,
  type UploadEnd,
  type UploadSnapshot,
  type UploadState,
  visibleState,
} from './upload-state.ts'

export interface UploadTaskSettings<Body> {
  readonly source: UploadSource<Body>
  readonly api: UploadApi
  readonly transport: PartTransport<Body>
  readonly connectivity?: Connectivity
  readonly details?: UploadDetails
  /** Goes on with this upload instead of making one; the file must be the same. */
  readonly resumeUploadId?: string
  readonly retry?: RetryPolicy
  readonly parallelism?: ParallelismLimits
  /** Milliseconds without progress after which a PUT counts as lost. */
  readonly stallMs?: number
}

export interface UploadTask {
  readonly snapshot: () => UploadSnapshot
  /** Calls the listener on every change, at most ten times a second for progress alone. Returns how to stop. */
  readonly subscribe: (listener: () => void) => () => void
  /** Uploads to the end. After a failure it may be called again, and sends only what the store has not. */
  start(): Promise<UploadEnd>
  /** Stops what is on its way at once; parts that arrived stay. */
  pause(): void
  resume(): void
  /** Ends it for good and takes the parts away again. */
  cancel(): Promise<void>
}

/** What the store and the API say to parts of an upload that is complete, and of others too. */
const SAID_OF_WHAT_IS_DONE: readonly string[] = ['PART_REFUSED', 'UPLOAD_CLOSED']
/** How often parts that vanished between upload and completion are sent again. */
const MAX_ROUNDS = 3
const STALL_MS = 60_000

/** One file on its way into the originals bucket, parts side by side straight to the store. Nothing moves before start(). */
export function createUploadTask<Body>(settings: UploadTaskSettings<Body>): UploadTask {
  const { source, api, retry = DEFAULT_RETRY, parallelism: limits = DEFAULT_PARALLELISM } = settings
  const listeners = new Set<() => void>()
  const life = new AbortController()
  let phase: UploadState = 'idle'
  let upload: UploadRecord | null = null
  let uploadId = settings.resumeUploadId ?? null
  let error: UploadError | null = null
  let running: Promise<UploadEnd> | undefined

  const publish = () => {
    view = look()
    for (const listener of listeners) listener()
  }
  const progress = createProgress(source.size, publish)
  const gate = createGate(settings.connectivity, () => {
    progress.forgetSpeed()
    publish()
  })
  const look = (): UploadSnapshot => ({
    state: visibleState(phase, { paused: gate.isPaused(), offline: gate.isOffline() }),
    uploadId,
    videoId: upload?.videoId ?? null,
    ...progress.read(phase === 'uploading' && !gate.isPaused() && !gate.isOffline()),
    error,
  })
  let view = look()

  const enter = (next: UploadState) => {
    if (isSettled(phase) && next !== 'preparing') return
    phase = next
    publish()
  }
  const call = <Result>(work: () => Promise<Result>, signal = life.signal): Promise<Result> =>
    withRetry(() => gate.open(signal).then(work), retry, signal)

  async function run(): Promise<UploadEnd> {
    error = null
    enter('preparing')
    let record = await prepare()
    for (let round = 1; record.status === 'OPEN'; round++) {
      enter('uploading')
      record = await sendUnlessDone(record)
      if (record.status !== 'OPEN') break
      enter('completing')
      record = await complete(record, round === MAX_ROUNDS)
    }
    progress.finish()
    enter('done')
    return { outcome: 'done', uploadId: record.id, videoId: record.videoId }
  }

  async function prepare(): Promise<UploadRecord> {
    const known = uploadId
    const fingerprint = await source.fingerprint().catch((cause: unknown) => {
      throw clientError('SOURCE_CHANGED', cause)
    })
    const record = await call(() =>
      known
        ? api.readUpload(known, life.signal)
        : api.createUpload(announce(settings, fingerprint), life.signal),
    )
    adopt(record)
    if (isOtherFile(record, source.size, fingerprint)) throw clientError('OTHER_FILE')
    if (record.status === 'ABORTED' || record.status === 'EXPIRED') throw closed(record)
    return record
  }

  function adopt(record: UploadRecord): void {
    upload = record
    uploadId = record.id
    progress.startFrom(storedBytes(record))
  }

  /** Another program may bring the same file to its end meanwhile: then the store takes no more parts, and needs none. */
  async function sendUnlessDone(record: UploadRecord): Promise<UploadRecord> {
    try {
      await sendMissing(record)
      return record
    } catch (cause) {
      if (!(cause instanceof UploadError && SAID_OF_WHAT_IS_DONE.includes(cause.code))) throw cause
      const now = await call(() => api.readUpload(record.id, life.signal))
      if (now.status !== 'COMPLETED') throw cause
      return now
    }
  }

  async function sendMissing(record: UploadRecord): Promise<void> {
    const parts = missingParts(record)
    let parallelism = initialParallelism(limits)
    const urls = createPartUrls(
      {
        ...api,
        presignUploadParts: (id, numbers, signal) =>
          call(() => api.presignUploadParts(id, numbers, signal), signal),
      },
      record.id,
      parts.map(({ number }) => number),
    )
    const lane = {
      source,
      transport: settings.transport,
      urls,
      gate,
      retry,
      stallMs: settings.stallMs ?? STALL_MS,
      onProgress: progress.partSent,
      onLost: () => {
        parallelism = adaptParallelism(parallelism, 'lost', limits)
      },
    }
    const send = async (part: FilePart, signal: AbortSignal) => {
      await sendPart(lane, part, signal)
      progress.partStored(part.number, part.end - part.start)
      parallelism = adaptParallelism(parallelism, 'arrived', limits)
    }
    await runLanes(parts, () => parallelism.lanes, send, life.signal)
  }

  /**
   * An answer may get lost behind a completion that succeeded, and a part may be gone again: in both cases the
   * record says what is true.
   */
  async function complete(record: UploadRecord, last: boolean): Promise<UploadRecord> {
    try {
      await call(() => api.completeUpload(record.id, life.signal))
      return { ...record, status: 'COMPLETED' }
    } catch (cause) {
      const now = await call(() => api.readUpload(record.id, life.signal))
      if (now.status === 'COMPLETED') return now
      const incomplete = cause instanceof UploadError && cause.code === 'UPLOAD_INCOMPLETE'
      if (!incomplete || last) throw cause
      adopt(now)
      return now
    }
  }

  function endWith(cause: unknown): UploadEnd {
    if (life.signal.aborted) return { outcome: 'cancelled' }
    error = cause instanceof UploadError ? cause : unexpected(cause)
    enter('failed')
    return { outcome: 'failed', error }
  }

  return {
    snapshot: () => view,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start() {
      if (phase === 'cancelled') return Promise.resolve({ outcome: 'cancelled' })
      running ??= run()
        .catch(endWith)
        .finally(() => {
          running = phase === 'failed' ? undefined : running
          if (phase !== 'failed') gate.close()
        })
      return running
    },
    pause: gate.pause,
    resume: gate.resume,
    async cancel() {
      if (phase === 'done' || phase === 'cancelled') return
      phase = 'cancelled'
      life.abort(new Error('cancelled'))
      publish()
      await running
      // Best effort: what is left behind expires by itself.
      if (uploadId) await api.abortUpload(uploadId).catch(() => {})
      gate.close()
    },
  }
}

function announce<Body>({ source, details }: UploadTaskSettings<Body>, fingerprint: string | null) {
  const { fileName, size, contentType } = source
  return {
    ...details,
    fileName,
    size,
    ...(fingerprint ? { fingerprint } : {}),
    ...(contentType ? { contentType } : {}),
  }
}

/** Parts of two files must never make one. */
function isOtherFile(record: UploadRecord, size: number, fingerprint: string | null): boolean {
  if (record.size !== size) return true
  return record.fingerprint !== null && fingerprint !== null && record.fingerprint !== fingerprint
}

function closed({ status }: UploadRecord): UploadError {
  return status === 'EXPIRED'
    ? new UploadError('UPLOAD_EXPIRED', 'This upload was left too long and has expired. Start a new one.', {
        retryable: false,
      })
    : new UploadError('UPLOAD_CLOSED', 'This upload has already ended. Start a new one.', {
        retryable: false,
      })
}

function unexpected(cause: unknown): UploadError {
  return new UploadError(
    'INTERNAL',
    'The upload stopped unexpectedly. Resume it; nothing that arrived is lost.',
    {
      retryable: true,
      cause,
    },
  )
}
