import type { Logger, Metrics } from '@marquee/service'

/** How an attempt at a task ended. `given-back`: this program was told to stop. `lost`: another attempt has it. */
export type TaskOutcome = 'succeeded' | 'failed' | 'given-back' | 'lost'

export interface TaskEnded {
  readonly type: string
  readonly outcome: TaskOutcome
  /** Of the error table, where it failed. */
  readonly code?: string | undefined
  /** From the claim to the end. */
  readonly seconds: number
}

export interface ProgramEnded {
  /** `ffmpeg`, `ffprobe` or `packager`. */
  readonly command: string
  readonly end:
    | 'exited'
    | 'timed-out'
    | 'stood-still'
    | 'too-large'
    | 'out-of-memory'
    | 'crashed'
    | 'killed'
    | 'stopped'
  /** Exit status, where it exited. */
  readonly status?: number | undefined
  readonly cpuSeconds: number
  readonly seconds: number
}

interface Reached {
  /** Public id. */
  readonly video: string
  /** From the completion of the upload, or from asking for the run again. */
  readonly seconds: number
}

/** What a run has brought a video to. `code` is of the error table. */
export type Milestone =
  | (Reached & { readonly reached: 'playable' | 'ready' })
  | (Reached & { readonly reached: 'failed'; readonly code: string })

/** What happens in this program that people look at: each goes to the log and the metrics together. */
export interface WorkerEvents {
  taskStarted(type: string, waitedSeconds: number): void
  taskEnded(event: TaskEnded): void
  programEnded(event: ProgramEnded): void
  milestone(event: Milestone): void
}

const TASK_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3_600]
const WAIT_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1_800]
const MILESTONE_BUCKETS = [0.5, 1, 2, 3, 5, 8, 13, 21, 34, 60, 120, 300, 900, 3_600]

export function createWorkerEvents(logger: Logger, metrics: Metrics): WorkerEvents {
  const waited = metrics.histogram({
    name: 'marquee_task_wait_seconds',
    help: 'From the queueing of a task to the start of an attempt.',
    labelNames: ['type'],
    buckets: WAIT_BUCKETS,
  })
  const tasks = metrics.histogram({
    name: 'marquee_task_seconds',
    help: 'Attempts at tasks, by how they ended.',
    labelNames: ['type', 'outcome'],
    buckets: TASK_BUCKETS,
  })
  const failures = metrics.counter({
    name: 'marquee_task_failures_total',
    help: 'Attempts that failed, by the code of the error table.',
    labelNames: ['type', 'code'],
  })
  const cpu = metrics.counter({
    name: 'marquee_sandbox_cpu_seconds_total',
    help: 'User and system time of sandboxed programs.',
    labelNames: ['command'],
  })
  const runs = metrics.counter({
    name: 'marquee_sandbox_runs_total',
    help: 'Runs of sandboxed programs, by how they ended.',
    labelNames: ['command', 'end'],
  })
  const firstPlayable = metrics.histogram({
    name: 'marquee_upload_first_playable_seconds',
    help: 'From the completion of an upload to the first set that plays.',
    buckets: MILESTONE_BUCKETS,
  })
  const ready = metrics.histogram({
    name: 'marquee_upload_ready_seconds',
    help: 'From the completion of an upload to the whole ladder.',
    buckets: MILESTONE_BUCKETS,
  })
  const runFailures = metrics.counter({
    name: 'marquee_run_failures_total',
    help: 'Runs that failed for good, by the code of the error table.',
    labelNames: ['code'],
  })
  return {
    taskStarted(type, waitedSeconds) {
      waited.observe({ type }, waitedSeconds)
      logger.info({ type, waitedMs: milliseconds(waitedSeconds) }, 'task started')
    },
    taskEnded({ type, outcome, code, seconds }) {
      tasks.observe({ type, outcome }, seconds)
      if (code !== undefined) failures.inc({ type, code })
      logger.info({ type, outcome, code, ms: milliseconds(seconds) }, 'task ended')
    },
    programEnded({ command, end, status, cpuSeconds, seconds }) {
      cpu.inc({ command }, cpuSeconds)
      runs.inc({ command, end })
      logger.info({ command, end, status, cpuSeconds, ms: milliseconds(seconds) }, 'program ended')
    },
    milestone(event) {
      const { reached, video, seconds } = event
      const ms = milliseconds(seconds)
      if (event.reached === 'failed') {
        runFailures.inc({ code: event.code })
        logger.warn({ video, code: event.code, ms }, 'video failed')
        return
      }
      const histogram = reached === 'ready' ? ready : firstPlayable
      histogram.observe(seconds)
      logger.info({ video, ms }, `video ${reached}`)
    },
  }
}

const milliseconds = (seconds: number): number => Math.round(seconds * 1_000)
