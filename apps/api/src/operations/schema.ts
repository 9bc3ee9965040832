import {
  listClasses,
  listDefinitions,
  listRefusals,
  listWithdrawn,
  type RefusedDefinition,
  type UnreadableDefinition,
  type WithdrawnDefinition,
} from '@marquee/domain/pipeline'
import { listWorkers } from '@marquee/domain/workers'
import { builder, connectionType, pageArguments, pageComplexity } from '../schema/index.ts'
import { findRun, pageOfRuns } from './find-run.ts'
import { isOperator } from './guard-operator.ts'
import { RunRef, RunStateRef } from './run-schema.ts'
import { TaskClassRef, WorkerRef } from './worker-schema.ts'

const RunConnection = connectionType('Run', RunRef)

const RefusedPipelineRef = builder
  .objectRef<RefusedDefinition & { readonly refusedAt: Date }>('RefusedPipeline')
  .implement({
    description:
      'A file of pipelines that the dispatcher which started last did not take. What was offered by its name before still is.',
    fields: (t) => ({
      file: t.exposeString('file', { description: 'Where it lies, on the dispatcher’s machine.' }),
      name: t.exposeString('name', {
        nullable: true,
        description: 'What it calls itself; null for a folder that could not be read.',
      }),
      problems: t.stringList({
        description: 'A line of English each: line of the file, task, field, and what is wrong.',
        resolve: ({ problems }) => [...problems],
      }),
      refusedAt: t.expose('refusedAt', { type: 'DateTime', description: 'When that dispatcher started.' }),
    }),
  })

const UnreadablePipelineRef = builder.objectRef<UnreadableDefinition>('UnreadablePipeline').implement({
  description:
    'A definition that is offered and that this program cannot read, since one of another version stored it. `Query.pipelines` leaves it out.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What channels and uploads that ask for it call it.' }),
    version: t.exposeInt('version', { description: 'The one that is offered.' }),
    problem: t.exposeString('why', { description: 'What is wrong with it, in English.' }),
  }),
})

const WithdrawnPipelineRef = builder.objectRef<WithdrawnDefinition>('WithdrawnPipeline').implement({
  description:
    'A definition that the dispatcher which started last does not offer, while channels ask for it: their uploads get `standard`.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What those channels call it.' }),
    version: t.exposeInt('version', { description: 'The newest that was offered.' }),
  }),
})

/** What a list of all workers costs, each with what it runs. */
const FLEET_COST = 100

builder.queryFields((t) => ({
  runs: t.field({
    type: RunConnection,
    nullable: true,
    description: 'Runs of all channels, newest first. Administrators only: null for others.',
    complexity: (args) => pageComplexity(args),
    args: {
      ...pageArguments,
      state: t.arg({ type: RunStateRef, description: 'Only these.' }),
      channel: t.arg.string({ description: 'Only of this channel: its handle, without the @.' }),
    },
    resolve: (_, { state, channel, ...page }, context) => pageOfRuns(context, { state, channel }, page),
  }),
  run: t.field({
    type: RunRef,
    nullable: true,
    description: 'A run by its id. Administrators only: null for others, and where there is none.',
    args: { id: t.arg.id({ required: true, description: 'As logs and `runs` have it.' }) },
    resolve: (_, { id }, context) => findRun(context, id),
  }),
  workers: t.field({
    type: [WorkerRef],
    nullable: true,
    description: 'The workers that live. Administrators only: null for others.',
    complexity: { field: FLEET_COST, multiplier: 1 },
    resolve: (_, _args, { viewer, services }) => (isOperator(viewer) ? listWorkers(services.database) : null),
  }),
  refusedPipelines: t.field({
    type: [RefusedPipelineRef],
    nullable: true,
    description: 'Files of pipelines that were not taken, and why. Administrators only: null for others.',
    resolve: (_, _args, { viewer, services }) =>
      isOperator(viewer) ? listRefusals(services.database) : null,
  }),
  unreadablePipelines: t.field({
    type: [UnreadablePipelineRef],
    nullable: true,
    description:
      'Definitions that are offered and cannot be read, and why. Administrators only: null for others.',
    resolve: async (_, _args, { viewer, services }) =>
      isOperator(viewer) ? [...(await listDefinitions(services.database)).unreadable] : null,
  }),
  withdrawnPipelines: t.field({
    type: [WithdrawnPipelineRef],
    nullable: true,
    description:
      'Definitions that are offered no more and that channels still ask for. Administrators only: null for others.',
    resolve: (_, _args, { viewer, services }) =>
      isOperator(viewer) ? listWithdrawn(services.database) : null,
  }),
  taskClasses: t.field({
    type: [TaskClassRef],
    nullable: true,
    description: 'The queues by resource class. Administrators only: null for others.',
    resolve: (_, _args, { viewer, services }) => (isOperator(viewer) ? listClasses(services.database) : null),
  }),
}))
