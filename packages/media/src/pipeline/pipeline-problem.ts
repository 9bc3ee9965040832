export type PipelineProblemCode =
  | 'EMPTY'
  | 'NAME_INVALID'
  | 'NAME_TAKEN'
  | 'TYPE_UNKNOWN'
  | 'CONDITION_INVALID'
  | 'INPUT_MISSING'
  | 'INPUT_UNWANTED'
  | 'OUTPUT_INVALID'
  | 'OUTPUT_TAKEN'
  | 'EACH_INVALID'
  | 'OPTION_INVALID'
  | 'CYCLE'
  | 'UNREACHABLE'
  | 'OUTPUT_UNREAD'
  | 'UNPUBLISHED'

export interface PipelineProblem {
  readonly code: PipelineProblemCode
  /** Null where the definition as a whole is at fault. */
  readonly task: string | null
  /** Of the task: `inputs`, `options.crf`; null where the task as a whole is at fault. */
  readonly field: string | null
  readonly message: string
}
