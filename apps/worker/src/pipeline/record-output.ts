import type { IdSource, Transaction } from '@marquee/domain'
import { recordExtracted } from '@marquee/domain/captions'
import { recordDownloads } from '@marquee/domain/downloads'
import {
  endRun,
  type LockedRun,
  recordPublication,
  recordSource,
  recordStoryboard,
} from '@marquee/domain/pipeline'
import { recordCandidates } from '@marquee/domain/thumbnails'
import type { ArtefactKind, ArtefactOf } from '@marquee/jobs'
import type { Artefacts } from '../tasks/define-task.ts'

interface Recording {
  readonly tx: Transaction
  readonly ids: IdSource
  readonly run: LockedRun
}

type Recorders = {
  readonly [Kind in ArtefactKind]?: (recording: Recording, made: ArtefactOf<Kind>) => Promise<void>
}

/** What each kind of artefact means to the video. Most are only read by later tasks. */
const RECORDERS: Recorders = {
  facts: ({ tx, run }, { facts, broken }) =>
    recordSource(tx, run.videoId, {
      durationMs: Math.round(facts.durationMs),
      width: facts.video.display.width,
      height: facts.video.display.height,
      cutCode: broken?.code ?? null,
    }),
  poster: ({ tx, ids, run }, poster) => recordCandidates(tx, ids, run.video, poster),
  storyboard: ({ tx, run }, { path }) => recordStoryboard(tx, run.video, path),
  captions: ({ tx, run }, extracted) => recordExtracted(tx, run.video, extracted),
  downloads: ({ tx, run }, made) => recordDownloads(tx, run.video, made),
  publication: recordPublished,
}

/**
 * Takes what a task has made into the video's row, in the transaction that settles the task. Artefacts are parsed by
 * their task's type.
 */
export async function recordArtefacts(recording: Recording, artefacts: Artefacts): Promise<void> {
  for (const [kind, made] of Object.entries(artefacts)) {
    const record = RECORDERS[kind as ArtefactKind] as
      | ((recording: Recording, made: unknown) => Promise<void>)
      | undefined
    await record?.(recording, made)
  }
}

/** The full ladder ends the run: what only made the video watchable sooner is no longer needed. */
async function recordPublished(
  { tx, ids, run }: Recording,
  publication: ArtefactOf<'publication'>,
): Promise<void> {
  if (!publication.early) await endRun(tx, run.id, { status: 'succeeded' })
  await recordPublication(tx, ids, run.video, publication, publication.early ? 'playable' : 'ready')
}
