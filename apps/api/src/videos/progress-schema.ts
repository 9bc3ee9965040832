import type { RunProgress } from '@marquee/domain/pipeline'
import { toGlobalId } from '@marquee/schema/ids'
import { builder } from '../schema/index.ts'
import { LadderReportRef } from './ladder-schema.ts'
import { type ProgressSnapshot, readProgress } from './read-progress.ts'
import {
  CutRef,
  FailureRef,
  presentCut,
  presentFailure,
  presentStatus,
  VideoRef,
  VideoStatusRef,
} from './schema.ts'

/** GraphQL’s Int; 24 days. */
const MAX_INT = 2 ** 31 - 1

export const StepStateRef = builder.enumType('StepState', {
  description: 'Where a step of a run is.',
  values: {
    WAITING: { value: 'waiting', description: 'What it needs is not there yet.' },
    QUEUED: { value: 'queued', description: 'Could run; no worker has taken it.' },
    RUNNING: { value: 'running', description: 'A worker is on it.' },
    SUCCEEDED: { value: 'succeeded', description: 'Done.' },
    FAILED: { value: 'failed', description: 'Given up; the run stops.' },
    SKIPPED: { value: 'skipped', description: 'Not needed for this source.' },
    CANCELLED: { value: 'cancelled', description: 'The run ended before it.' },
  } as const,
})

const RenditionProgressRef = builder
  .objectRef<RunProgress['renditions'][number]>('RenditionProgress')
  .implement({
    description: 'How far one quality is.',
    fields: (t) => ({
      name: t.exposeString('name', { description: '"1080p", …, as in `Rendition`.' }),
      state: t.field({
        type: StepStateRef,
        description: 'Where it is.',
        resolve: (rendition) => rendition.state,
      }),
      fraction: t.exposeFloat('fraction', { description: '0 to 1.' }),
    }),
  })

type PieceCount = NonNullable<RunProgress['steps'][number]['pieces']>

const PieceCountRef = builder.objectRef<PieceCount>('PieceCount').implement({
  description: 'Pieces of a step, of which several may run at once.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'All of them.' }),
    done: t.exposeInt('done', { description: 'Those that are done.' }),
  }),
})

const StepProgressRef = builder.objectRef<RunProgress['steps'][number]>('StepProgress').implement({
  description: 'How far one task of the run is.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As the pipeline’s definition names it: "encode", ….' }),
    type: t.exposeString('type', { description: 'Which kind of work it is: "encode", "publish", ….' }),
    needs: t.stringList({
      description: 'Names of the steps whose outputs it reads.',
      resolve: ({ needs }) => [...needs],
    }),
    state: t.field({ type: StepStateRef, description: 'Where it is.', resolve: (step) => step.state }),
    fraction: t.exposeFloat('fraction', { description: '0 to 1.' }),
    attempt: t.exposeInt('attempt', { description: 'How often it was started.' }),
    errorCode: t.exposeString('errorCode', {
      nullable: true,
      description: 'Why its last attempt failed; null where it has not.',
    }),
    cost: t.exposeFloat('cost', { description: 'Estimated CPU seconds.' }),
    pieces: t.field({
      type: PieceCountRef,
      nullable: true,
      description: 'Where it is done in pieces, how many; null where it is not.',
      resolve: ({ pieces }) => pieces,
    }),
    ladder: t.field({
      type: LadderReportRef,
      nullable: true,
      description: 'What it chose to make of the film; null where that is not its work, or not done.',
      resolve: ({ ladder }) => ladder,
    }),
  }),
})

export const VideoProgressRef = builder.objectRef<ProgressSnapshot>('VideoProgress').implement({
  description: 'A video and its newest run at one moment.',
  fields: (t) => ({
    videoId: t.id({
      description: 'Id of the video.',
      resolve: ({ video }) => toGlobalId('vid', video.publicId),
    }),
    version: t.int({
      description: 'Grows with every change; an event with a lower one is stale.',
      resolve: ({ video }) => video.version,
    }),
    status: t.field({
      type: VideoStatusRef,
      description: 'Where the video is in its life.',
      resolve: ({ video }) => presentStatus(video),
    }),
    failure: t.field({
      type: FailureRef,
      nullable: true,
      description: 'Why processing stopped; null unless status is FAILED.',
      resolve: ({ video }) => presentFailure(video),
    }),
    cut: t.field({
      type: CutRef,
      nullable: true,
      description: 'Where the video ends because its file breaks there; null where all of the file is shown.',
      resolve: ({ video }) => presentCut(video),
    }),
    fraction: t.float({
      description: '0 to 1 over the whole run.',
      resolve: ({ run }) => run?.fraction ?? 0,
    }),
    remainingMs: t.int({
      nullable: true,
      description: 'Estimated time to READY; null while unknown.',
      resolve: ({ run }) =>
        run === null || run.remainingMs === null ? null : Math.min(run.remainingMs, MAX_INT),
    }),
    renditions: t.field({
      type: [RenditionProgressRef],
      description: 'The qualities that are made, best first; empty until the file was read.',
      resolve: ({ run }) => [...(run?.renditions ?? [])],
    }),
    steps: t.field({
      type: [StepProgressRef],
      description: 'The tasks of the run, in the order of its definition.',
      resolve: ({ run }) => [...(run?.steps ?? [])],
    }),
  }),
})

builder.objectField(VideoRef, 'progress', (t) =>
  t.field({
    type: VideoProgressRef,
    nullable: true,
    description: 'Of the current run; null where there is none. Owner only.',
    resolve: (video, _args, context) => readProgress(context, video),
  }),
)
