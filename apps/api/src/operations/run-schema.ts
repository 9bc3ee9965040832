import type { RunDetails, RunNode, RunSummary, RunTask } from '@marquee/domain/pipeline'
import { isRetryable } from '@marquee/domain/videos'
import { toGlobalId } from '@marquee/schema/ids'
import { builder } from '../schema/index.ts'
import { StepStateRef, videoByPublicId } from '../videos/index.ts'
import { detailsOf } from './find-run.ts'
import { MAX_PIECES, orderPieces } from './order-pieces.ts'

export const RunStateRef = builder.enumType('RunState', {
  description: 'Where a run is.',
  values: {
    RUNNING: { value: 'running', description: 'Some of its tasks wait or run.' },
    SUCCEEDED: { value: 'succeeded', description: 'All that had to be done is done.' },
    FAILED: { value: 'failed', description: 'A task was given up; `errorCode` says why.' },
    CANCELLED: { value: 'cancelled', description: 'Somebody stopped it, or its video is gone.' },
  } as const,
})

const RunVideoRef = builder.objectRef<RunSummary['video']>('RunVideo').implement({
  description: 'The video of a run, which may be deleted by now.',
  fields: (t) => ({
    id: t.id({ description: 'Of the video.', resolve: ({ publicId }) => toGlobalId('vid', publicId) }),
    title: t.exposeString('title', { description: 'As it was last.' }),
  }),
})

const RunChannelRef = builder.objectRef<RunSummary['channel']>('RunChannel').implement({
  description: 'Whose run it is.',
  fields: (t) => ({
    id: t.id({ description: 'Of the channel.', resolve: ({ publicId }) => toGlobalId('chn', publicId) }),
    name: t.exposeString('name', { description: 'Its name for people.' }),
  }),
})

export const RunTaskRef = builder.objectRef<RunTask | RunNode>('RunTask')

RunTaskRef.implement({
  description: 'A task of a run, or one of the pieces that it is done in.',
  fields: (t) => ({
    name: t.exposeString('name', { description: '"encode"; of a piece "encode.3".' }),
    type: t.exposeString('type', { description: 'Which program does it.' }),
    needs: t.stringList({
      description: 'Names of the tasks whose outputs it reads.',
      resolve: ({ needs }) => [...needs],
    }),
    resource: t.exposeString('resource', { description: 'Which workers take it.' }),
    state: t.field({ type: StepStateRef, description: 'Where it is.', resolve: ({ state }) => state }),
    fraction: t.exposeFloat('fraction', { description: '0 to 1.' }),
    attempt: t.exposeInt('attempt', { description: 'How often it was started.' }),
    cost: t.exposeFloat('cost', { description: 'Estimated CPU seconds.' }),
    cpuSeconds: t.exposeFloat('cpuSeconds', {
      nullable: true,
      description: 'CPU seconds that its attempts took; null until one has ended.',
    }),
    peakMb: t.exposeInt('peakMb', {
      nullable: true,
      description:
        'Megabytes (10⁶ bytes) of memory that the greediest program of its attempts held at once; null until one has ended, and where its worker cannot tell.',
    }),
    errorCode: t.exposeString('errorCode', {
      nullable: true,
      description: 'Why its last attempt failed; null where none has.',
    }),
    errorDetail: t.exposeString('errorDetail', {
      nullable: true,
      description:
        'What the program said as it failed; of a task that succeeded, why in another way than usual.',
    }),
    worker: t.exposeString('worker', {
      nullable: true,
      description: 'Which worker has it, or had it last.',
    }),
    queuedAt: t.expose('queuedAt', { type: 'DateTime', nullable: true, description: 'When it was ready.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its worker began.',
    }),
    beatAt: t.expose('beatAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Its lease: when its worker last said that it holds it.',
    }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    pieceCount: t.int({
      description: 'In how many pieces it is done; 0 where it is done at once.',
      resolve: (task) => piecesOf(task).length,
    }),
    piecesDone: t.int({
      description: 'How many of them are done.',
      resolve: (task) => piecesOf(task).filter(({ state }) => state === 'succeeded').length,
    }),
    pieces: t.field({
      type: [RunTaskRef],
      description: `At most ${MAX_PIECES} of them: what failed, runs and is next before what is done.`,
      complexity: { field: 1, multiplier: 5 },
      resolve: (task) => [...orderPieces(piecesOf(task))],
    }),
  }),
})

function piecesOf(task: RunTask | RunNode): readonly RunTask[] {
  return 'pieces' in task ? task.pieces : []
}

export const RunRef = builder.objectRef<RunSummary | RunDetails>('Run').implement({
  description: 'One execution of a pipeline on one video.',
  fields: (t) => ({
    id: t.id({ description: 'As logs have it.', resolve: ({ id }) => String(id) }),
    state: t.field({ type: RunStateRef, description: 'Where it is.', resolve: ({ status }) => status }),
    pipeline: t.exposeString('pipeline', { description: 'Name of its definition.' }),
    version: t.exposeInt('version', {
      nullable: true,
      description: 'Of the definition; null until a dispatcher has seen the run.',
    }),
    video: t.field({ type: RunVideoRef, description: 'What it makes.', resolve: ({ video }) => video }),
    channel: t.field({ type: RunChannelRef, description: 'For whom.', resolve: ({ channel }) => channel }),
    errorCode: t.exposeString('errorCode', {
      nullable: true,
      description: 'Why it failed; null where it has not.',
    }),
    errorTask: t.exposeString('errorTask', {
      nullable: true,
      description: 'Which task it failed by; null where none.',
    }),
    errorDetail: t.exposeString('errorDetail', {
      nullable: true,
      description: 'Why it failed, in the program’s own words, where that was by no task.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    retryable: t.boolean({
      description: 'Whether `retryRun` may help: its video has failed, and not by its own fault.',
      resolve: async (run, _args, context) => {
        if (run.status === 'running' || run.status === 'succeeded') return false
        const video = await videoByPublicId(context).load({ id: run.video.publicId })
        return video !== null && isRetryable(video)
      },
    }),
    tasks: t.field({
      type: [RunTaskRef],
      description: 'In the order of its plan; empty until a dispatcher has seen the run.',
      complexity: { field: 50, multiplier: 10 },
      resolve: async (run, _args, context) => {
        const found = 'nodes' in run ? run : await detailsOf(context, run)
        return [...(found?.nodes ?? [])]
      },
    }),
  }),
})
