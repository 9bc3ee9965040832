import type { Conditions } from './conditions.ts'
import type { Demands } from './demands.ts'

/** Options are plain JSON values: a definition is stored and sent as data. */
export type OptionValue =
  | string
  | number
  | boolean
  | null
  | readonly OptionValue[]
  | { readonly [key: string]: OptionValue }
export type Options = Readonly<Record<string, OptionValue>>

export interface TaskDefinition {
  /** Unique in the definition; part of object keys: letters, digits and hyphens. */
  readonly name: string
  /** A key of the catalogue; text, because a definition comes from outside. */
  readonly type: string
  /** Names of the outputs of other tasks that this one reads. */
  readonly inputs: readonly string[]
  /** Names of tasks that have the machine to themselves first: it begins when they have ended, however they did. */
  readonly after?: readonly string[] | undefined
  /** A name for each kind of artefact that the type makes, in the type's order; unique in the definition. */
  readonly outputs: readonly string[]
  /** An input that is a list: the task is done once for each item, and whoever reads its outputs reads all of them. */
  readonly each?: string | undefined
  /** What the source must be for the task to run; all of it. Always, where it is left out. */
  readonly when?: Conditions | undefined
  /** False where the video is no worse without it: then our own failure at it, and what is missing by it, ends no run. */
  readonly essential?: boolean | undefined
  /** What a worker must have for it, besides what its type demands. */
  readonly demands?: Demands | undefined
  readonly options?: Options | undefined
}

/** How one source becomes a published video, as data. */
export interface PipelineDefinition {
  readonly name: string
  /** Grows with every change: a run keeps the definition that it began with. */
  readonly version: number
  readonly description?: string | undefined
  readonly tasks: readonly TaskDefinition[]
}
