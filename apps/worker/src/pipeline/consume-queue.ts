import {
  type JobName,
  type JobPayload,
  openRedis,
  parsePayload,
  QUEUE_PREFIX,
  type QueueName,
  WORKER_TIMING,
} from '@marquee/jobs'
import { type Logger, newTrace, parseTraceparent, runInTrace } from '@marquee/service'
import { UnrecoverableError, WaitingError, Worker } from 'bullmq'
import { sayOnceInAWhile } from '../observability/say-once-in-a-while.ts'

/** `given-back`: another worker shall have the job, as if this one had never taken it. */
export type JobOutcome = 'done' | 'given-back'

/** `shutdown` aborts when this program is told to stop. */
export type JobHandler<Name extends JobName> = (
  payload: JobPayload<Name>,
  shutdown: AbortSignal,
) => Promise<JobOutcome>

/** A handler for each job; a name without one does not compile. */
export type JobHandlers = { readonly [Name in JobName]: JobHandler<Name> }

export interface Consumer {
  /** Takes no more jobs; those in hand go on. */
  pause(): Promise<void>
  /** After a pause: takes jobs again. */
  resume(): void
  /** Takes no more jobs, lets short ones end, tells the others to stop, and resolves when they have. */
  close(): Promise<void>
}

/**
 * Milliseconds for which a shutdown waits before it tells what runs to stop. A light task mostly ends in that time; an
 * encode would not, and goes back at once. Messages end by themselves, whatever they are told.
 */
const PATIENCE_MS: Readonly<Record<QueueName, number>> = {
  dispatch: 0,
  completion: 0,
  maintenance: 0,
  'task-light': 4_000,
  'task-encode': 0,
}

/**
 * Takes jobs from a queue, `concurrency` at a time. A handler that throws is tried again by the policy of the
 * message; its errors are logged here.
 */
export function consumeQueue(
  {
    name,
    own = name,
    url,
    concurrency,
    logger,
  }: {
    readonly name: QueueName
    /** The queue itself, where it is one worker's own. */
    readonly own?: string
    readonly url: string
    readonly concurrency: number
    readonly logger: Logger
  },
  handlers: JobHandlers,
): Consumer {
  const onError = sayOnceInAWhile((err) => logger.warn({ err, queue: name }, 'the queue reports an error'))
  const connection = openRedis(url, { whenDown: 'wait', onError })
  const worker = new Worker<unknown, void, JobName>(
    own,
    async (job, token, signal) => {
      const outcome = await handle(job.name, job.data, handlers, signal ?? new AbortController().signal)
      if (outcome === 'done') return
      await job.moveToWait(token)
      throw new WaitingError()
    },
    { ...WORKER_TIMING, connection, prefix: QUEUE_PREFIX, concurrency, drainDelay: 2 },
  )
  worker.on('error', onError)
  worker.on('failed', (job, err) =>
    logger.error({ err, queue: name, job: job?.id, tries: job?.attemptsMade }, 'a message was not processed'),
  )
  // Not a reason to stop: the claim in PostgreSQL is what another worker must take over first (hold-claim.ts).
  worker.on('lockRenewalFailed', (jobs) =>
    logger.warn({ queue: name, jobs }, 'the queue may deliver these jobs again'),
  )
  return {
    pause: () => worker.pause(true),
    resume: () => worker.resume(),
    async close() {
      await worker.pause(true)
      const impatience = setTimeout(() => worker.cancelAllJobs('shutdown'), PATIENCE_MS[name])
      await worker.close()
      clearTimeout(impatience)
      connection.disconnect()
    },
  }
}

function handle<Name extends JobName>(
  name: Name,
  data: unknown,
  handlers: JobHandlers,
  shutdown: AbortSignal,
): Promise<JobOutcome> {
  const handler: JobHandler<Name> = handlers[name]
  const payload = readPayload(name, data)
  const trace = parseTraceparent(payload.traceparent) ?? newTrace()
  return runInTrace(trace, () => handler(payload, shutdown))
}

/** What is no payload now is none in a second either. */
function readPayload<Name extends JobName>(name: Name, data: unknown): JobPayload<Name> {
  try {
    return parsePayload(name, data)
  } catch (cause) {
    throw new UnrecoverableError(`Not a payload of ${name}: ${cause}`)
  }
}
