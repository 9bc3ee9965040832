/** Options are plain JSON values: a definition is stored and sent as data. */
export type OptionValue = string | number | boolean | null

/** When a task runs. Decided from the source's facts, once they are known. */
export type Condition = 'remuxable'
export const CONDITIONS: readonly Condition[] = ['remuxable']

export interface TaskDefinition {
  /** Unique in the definition; part of object keys: letters, digits and hyphens. */
  readonly name: string
  /** A key of TASK_TYPES; text, because a definition comes from outside. */
  readonly type: string
  /** Names of the tasks whose outputs this one reads. */
  readonly needs: readonly string[]
  readonly when?: string | undefined
  readonly options?: Readonly<Record<string, OptionValue>> | undefined
}

/** How one source becomes a published video, as data. */
export interface PipelineDefinition {
  readonly name: string
  readonly version: number
  readonly tasks: readonly TaskDefinition[]
}
