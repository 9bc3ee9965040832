import type { IdSource, Transaction } from '@marquee/domain'
import { endRun, type RunRow, recordPicture, recordPublication, recordSource } from '@marquee/domain/pipeline'
import type { TaskOutputs, TaskType } from '@marquee/media'

interface Recording<Type extends TaskType> {
  readonly tx: Transaction
  readonly ids: IdSource
  readonly run: RunRow
  readonly output: TaskOutputs[Type]
}

type Recorders = { readonly [Type in TaskType]: (recording: Recording<Type>) => Promise<void> }

/** What each type of task means to the video. Most are only read by later tasks. */
const RECORDERS: Recorders = {
  inspect: ({ tx, run, output: { facts } }) =>
    recordSource(tx, run.videoId, {
      durationMs: Math.round(facts.durationMs),
      width: facts.video.display.width,
      height: facts.video.display.height,
    }),
  remux: nothing,
  encode: nothing,
  package: nothing,
  poster: ({ tx, run, output }) => recordPicture(tx, run.video, 'posterPath', output.path),
  storyboard: ({ tx, run, output }) => recordPicture(tx, run.video, 'storyboardPath', output.path),
  publish: recordPublish,
}

/** Takes what a task has made into the video's row, in the transaction that settles the task. */
export async function recordOutput<Type extends TaskType>(
  recording: Omit<Recording<Type>, 'output'>,
  type: Type,
  output: TaskOutputs[Type],
): Promise<void> {
  await RECORDERS[type]({ ...recording, output })
}

async function nothing(): Promise<void> {}

/** The full ladder ends the run: what only made the video watchable sooner is no longer needed. */
async function recordPublish({ tx, ids, run, output }: Recording<'publish'>): Promise<void> {
  if (!output.early) await endRun(tx, run.id, { status: 'succeeded' })
  await recordPublication(tx, ids, run.video, output, output.early ? 'playable' : 'ready')
}
