import { listClasses, listWorkers } from '@marquee/domain/pipeline'
import { builder, connectionType, pageArguments, pageComplexity } from '../schema/index.ts'
import { findRun, pageOfRuns } from './find-run.ts'
import { isOperator } from './guard-operator.ts'
import { RunRef, RunStateRef } from './run-schema.ts'
import { TaskClassRef, WorkerRef } from './worker-schema.ts'

const RunConnection = connectionType('Run', RunRef)

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
  taskClasses: t.field({
    type: [TaskClassRef],
    nullable: true,
    description: 'The queues by resource class. Administrators only: null for others.',
    resolve: (_, _args, { viewer, services }) => (isOperator(viewer) ? listClasses(services.database) : null),
  }),
}))
