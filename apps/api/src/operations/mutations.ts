import { builder, withUserErrors } from '../schema/index.ts'
import { cancelRun, type RunPayload } from './cancel-run.ts'
import { drainWorker, type WorkerPayload } from './drain-worker.ts'
import { pauseClass, resumeClass, type TaskClassPayload } from './pause-class.ts'
import { retryRun } from './retry-run.ts'
import { RunRef } from './run-schema.ts'
import { TaskClassRef, WorkerRef } from './worker-schema.ts'

const runInput = (name: string) =>
  builder.inputType(name, {
    description: 'Which run.',
    fields: (t) => ({ runId: t.id({ required: true, description: 'Id of the run.' }) }),
  })

const runPayload = (name: string, description: string) =>
  withUserErrors(
    builder.objectRef<RunPayload>(name).implement({
      description,
      fields: (t) => ({
        run: t.field({
          type: RunRef,
          nullable: true,
          description: 'Null where it did not happen.',
          resolve: ({ run }) => run,
        }),
      }),
    }),
  )

const classInput = (name: string) =>
  builder.inputType(name, {
    description: 'Which class.',
    fields: (t) => ({ resource: t.string({ required: true, description: 'As `taskClasses` names it.' }) }),
  })

const classPayload = (name: string) =>
  withUserErrors(
    builder.objectRef<TaskClassPayload>(name).implement({
      description: 'The class as it is now.',
      fields: (t) => ({
        taskClass: t.field({
          type: TaskClassRef,
          nullable: true,
          description: 'Null where it did not happen.',
          resolve: ({ taskClass }) => taskClass,
        }),
      }),
    }),
  )

const DrainWorkerInput = builder.inputType('DrainWorkerInput', {
  description: 'Which worker.',
  fields: (t) => ({ workerId: t.id({ required: true, description: 'Id of the worker.' }) }),
})

const DrainWorkerPayloadRef = withUserErrors(
  builder.objectRef<WorkerPayload>('DrainWorkerPayload').implement({
    description: 'The worker as it is now.',
    fields: (t) => ({
      worker: t.field({
        type: WorkerRef,
        nullable: true,
        description: 'Null where it did not happen, and where it has just gone.',
        resolve: ({ worker }) => worker,
      }),
    }),
  }),
)

const inputs = {
  cancelRun: runInput('CancelRunInput'),
  retryRun: runInput('RetryRunInput'),
  pauseClass: classInput('PauseTaskClassInput'),
  resumeClass: classInput('ResumeTaskClassInput'),
}
const payloads = {
  cancelRun: runPayload('CancelRunPayload', 'The run as it is now, or why it was not cancelled.'),
  retryRun: runPayload('RetryRunPayload', 'The new run, or why another cannot help.'),
  pauseClass: classPayload('PauseTaskClassPayload'),
  resumeClass: classPayload('ResumeTaskClassPayload'),
}

builder.mutationFields((t) => ({
  cancelRun: t.field({
    type: payloads.cancelRun,
    description: 'Stops a run for good; its video has failed, and may be retried. Administrators only.',
    args: { input: t.arg({ type: inputs.cancelRun, required: true, description: 'Which one.' }) },
    resolve: (_, { input }, context) => cancelRun(context, input),
  }),
  retryRun: t.field({
    type: payloads.retryRun,
    description: 'Begins another run for the video of one that failed. Administrators only.',
    args: { input: t.arg({ type: inputs.retryRun, required: true, description: 'Which one.' }) },
    resolve: (_, { input }, context) => retryRun(context, input),
  }),
  drainWorker: t.field({
    type: DrainWorkerPayloadRef,
    description: 'Has a worker finish what it runs and take no more. Administrators only.',
    args: { input: t.arg({ type: DrainWorkerInput, required: true, description: 'Which one.' }) },
    resolve: (_, { input }, context) => drainWorker(context, input),
  }),
  pauseTaskClass: t.field({
    type: payloads.pauseClass,
    description: 'Begins no more tasks of a class; what runs goes on. Administrators only.',
    args: { input: t.arg({ type: inputs.pauseClass, required: true, description: 'Which one.' }) },
    resolve: (_, { input }, context) => pauseClass(context, input),
  }),
  resumeTaskClass: t.field({
    type: payloads.resumeClass,
    description: 'Begins tasks of a class again. Administrators only.',
    args: { input: t.arg({ type: inputs.resumeClass, required: true, description: 'Which one.' }) },
    resolve: (_, { input }, context) => resumeClass(context, input),
  }),
}))
