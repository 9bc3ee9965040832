import type { Appetite, TaskInput, TaskTypeContract } from '@marquee/media'
import { z } from 'zod'
import type { TaskContext } from './task-context.ts'

/** A kind of artefact that a task reads: how many of them, and their shape. */
interface Need<How extends Appetite, Schema extends z.ZodType> {
  readonly appetite: How
  readonly schema: Schema
}

type Needs = Readonly<Record<string, Need<Appetite, z.ZodType>>>

/** What {@link TypeOfTask.consumes} gives to `run`. */
type Given<Consumes extends Needs> = {
  readonly [Kind in keyof Consumes]: Consumes[Kind] extends Need<infer How, infer Schema>
    ? How extends 'one'
      ? z.infer<Schema>
      : How extends 'optional'
        ? z.infer<Schema> | undefined
        : readonly z.infer<Schema>[]
    : never
}

type Made<Produces extends Readonly<Record<string, z.ZodType>>> = {
  readonly [Kind in keyof Produces]: z.infer<Produces[Kind]>
}

export const one = <Schema extends z.ZodType>(schema: Schema): Need<'one', Schema> => ({
  appetite: 'one',
  schema,
})
export const optional = <Schema extends z.ZodType>(schema: Schema): Need<'optional', Schema> => ({
  appetite: 'optional',
  schema,
})
export const many = <Schema extends z.ZodType>(schema: Schema): Need<'many', Schema> => ({
  appetite: 'many',
  schema,
})

/** The contract of a type, with the shapes of what it reads and makes, and how it is done. */
interface TaskRecipe<
  Consumes extends Needs,
  Produces extends Readonly<Record<string, z.ZodType>>,
  Options extends z.ZodType,
> extends Omit<TaskTypeContract, 'consumes' | 'produces'> {
  readonly consumes: Consumes
  readonly produces: Produces
  readonly options: Options
  /** Does one attempt. @throws TaskFailure for what is expected; the signal's reason once it has fired */
  run(context: TaskContext, inputs: Given<Consumes>, options: z.infer<Options>): Promise<Made<Produces>>
}

/** What a task has made, by kind. */
export type Artefacts = Readonly<Record<string, unknown>>

/** A type of task: all that the pipeline knows of it. */
export interface TypeOfTask {
  readonly contract: TaskTypeContract
  readonly options: z.ZodType
  perform(context: TaskContext, inputs: readonly TaskInput[], options: unknown): Promise<Artefacts>
  /** @throws ZodError where something else was made than the contract promises */
  parse(artefacts: unknown): Artefacts
}

/** Makes a type of task from one file: what it reads, makes and costs, and how it is done. Add it to task-types.ts. */
export function defineTask<
  const Consumes extends Needs,
  const Produces extends Readonly<Record<string, z.ZodType>>,
  Options extends z.ZodType,
>(recipe: TaskRecipe<Consumes, Produces, Options>): TypeOfTask {
  const { consumes, produces, options, run, ...contract } = recipe
  const appetites = Object.entries(consumes).map(([kind, { appetite }]) => [kind, appetite] as const)
  const promised = z.object(produces)
  return {
    contract: { ...contract, consumes: Object.fromEntries(appetites), produces: Object.keys(produces) },
    options,
    perform: (context, inputs, given) =>
      run(context, takeInputs(contract.type, consumes, inputs), options.parse(given)),
    parse: (artefacts) => promised.parse(artefacts),
  }
}

/** @throws Error where the pipeline gave too little: validation lets no such definition pass */
function takeInputs<Consumes extends Needs>(
  type: string,
  consumes: Consumes,
  inputs: readonly TaskInput[],
): Given<Consumes> {
  const taken = Object.entries(consumes).map(([kind, { appetite, schema }]) => {
    const values = inputs.filter((input) => input.kind === kind).map(({ value }) => schema.parse(value))
    if (appetite !== 'optional' && values.length === 0)
      throw new Error(`A task of type ${type} was given no ${kind}`)
    return [kind, appetite === 'many' ? values : values[0]]
  })
  return Object.fromEntries(taken) as Given<Consumes>
}
