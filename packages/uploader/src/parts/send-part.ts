import { abortWith } from '../abort-with.ts'
import type { PartTransport, PutOutcome, UploadSource } from '../ports.ts'
import { type RetryPolicy, retryDelayMs, sleep } from '../retry.ts'
import type { Gate } from '../task/create-gate.ts'
import { clientError } from '../upload-error.ts'
import { judgeOutcome } from './judge-outcome.ts'
import type { PartUrls } from './part-urls.ts'
import type { FilePart } from './plan-parts.ts'

export interface PartLane<Body> {
  readonly source: UploadSource<Body>
  readonly transport: PartTransport<Body>
  readonly urls: PartUrls
  readonly gate: Gate
  readonly retry: RetryPolicy
  /** Milliseconds without progress after which a PUT counts as lost. */
  readonly stallMs: number
  /** Bytes of this part on their way; 0 again when an attempt is lost. */
  readonly onProgress: (number: number, sentBytes: number) => void
  readonly onLost: () => void
}

/** A store that says 403 to three fresh URLs in a row means it. */
const MAX_PRESIGNS = 3

/**
 * Brings one part into the store, whatever it takes: new attempts, new URLs, waiting while paused or offline.
 * Rejects with UploadError when the policy is used up, or with the signal's reason.
 */
export async function sendPart<Body>(
  lane: PartLane<Body>,
  part: FilePart,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0
  let presigns = 0
  for (;;) {
    await lane.gate.open(signal)
    const outcome = await putOnce(lane, part, signal)
    if (outcome === 'interrupted') continue
    switch (judgeOutcome(outcome)) {
      case 'stored':
        return
      case 'changed':
        throw clientError('SOURCE_CHANGED', outcome)
      case 'refused':
        throw clientError('PART_REFUSED', outcome)
      case 'presign':
        lane.urls.drop(part.number)
        presigns++
        if (presigns >= MAX_PRESIGNS) throw clientError('PART_REFUSED', outcome)
        break
      case 'retry':
        lane.onLost()
        if (lane.gate.isOffline()) break
        failures++
        if (failures >= lane.retry.attempts) throw clientError('STORAGE_UNREACHABLE', outcome)
        // A store that refuses in mid-body may cut the connection before its 403 is read.
        if (failures % 2 === 0) lane.urls.drop(part.number)
        await sleep(retryDelayMs(lane.retry, failures), signal)
    }
  }
}

/** `interrupted`: by a pause, which is nobody's failure. */
async function putOnce<Body>(
  lane: PartLane<Body>,
  part: FilePart,
  signal: AbortSignal,
): Promise<PutOutcome | 'interrupted'> {
  const interruption = lane.gate.interruption()
  const { controller, release } = abortWith(signal, interruption)
  try {
    const { url, contentLength } = await lane.urls.get(part.number, controller.signal)
    const outcome = await putWatched(lane, part, { url, contentLength, controller })
    if (judgeOutcome(outcome) !== 'stored') lane.onProgress(part.number, 0)
    return outcome
  } catch (error) {
    lane.onProgress(part.number, 0)
    if (signal.aborted) throw signal.reason
    if (interruption.aborted) return 'interrupted'
    if (controller.signal.reason === STALLED) return { kind: 'unreachable', cause: STALLED }
    throw error
  } finally {
    release()
  }
}

interface WatchedPut {
  readonly url: string
  readonly contentLength: number
  readonly controller: AbortController
}

async function putWatched<Body>(
  { source, transport, stallMs, onProgress }: PartLane<Body>,
  part: FilePart,
  { url, contentLength, controller }: WatchedPut,
): Promise<PutOutcome> {
  const watch = watchStall(stallMs, () => controller.abort(STALLED))
  const moved = (sentBytes: number) => {
    watch.touch()
    onProgress(part.number, sentBytes)
  }
  const body = source.slice(part.start, part.end)
  try {
    return await transport.put({ url, body, contentLength, onProgress: moved, signal: controller.signal })
  } finally {
    watch.stop()
  }
}

const STALLED = new Error('No byte moved for too long')

function watchStall(stallMs: number, onStall: () => void) {
  let timer = setTimeout(onStall, stallMs)
  return {
    touch() {
      clearTimeout(timer)
      timer = setTimeout(onStall, stallMs)
    },
    stop: () => clearTimeout(timer),
  }
}
