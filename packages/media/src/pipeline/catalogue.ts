import type { Options } from './definition.ts'
import type { Demands } from './demands.ts'

/** Queues that workers take tasks from: an encode fills a machine, light tasks wait for it nowhere. */
export const RESOURCE_CLASSES = ['light', 'encode'] as const
export type ResourceClass = (typeof RESOURCE_CLASSES)[number]

/** How many outputs of a kind a task takes. */
export type Appetite = 'one' | 'optional' | 'many'

/** CPU seconds that a task of this type costs on one core of the reference machine; docs/operations says which. */
export interface CostModel {
  readonly fixed?: number
  /** For each second of the source. */
  readonly perSecond?: number
  /** For each million pixels that are decoded. */
  readonly perMegapixelDecoded?: number
  /** For each million pixels that are encoded, all rungs together. */
  readonly perMegapixelEncoded?: number
}

/** What may be said about a type of task without running it: plain data, so that any program may have it. */
export interface TaskTypeContract {
  readonly type: string
  /** What it does, for people: one line. */
  readonly summary: string
  readonly resource: ResourceClass
  /** BullMQ's: 1 goes first. What stands between an upload and its first frame goes before all else. */
  readonly priority: number
  /** Kinds of artefacts that it reads. Every task may read the source. */
  readonly consumes: Readonly<Record<string, Appetite>>
  /** Kinds that it makes, one of each. */
  readonly produces: readonly string[]
  readonly cost: CostModel
  /** Nothing, where it is left out: any worker of the class will do. */
  readonly demands?: Demands | undefined
  /** It makes the source's own pictures watchable: left out, whatever a definition says, where a watermark is asked for. */
  readonly showsSource?: boolean | undefined
}

export interface Catalogue {
  /** Undefined where no worker knows such a task. */
  find(type: string): TaskTypeContract | undefined
  /** All names, for a sentence that says what there is. */
  readonly types: readonly string[]
  /** What is wrong with a task's options, each with the field that is at fault, such as `quality.crf`. */
  checkOptions(type: string, options: Options): readonly OptionProblem[]
}

export interface OptionProblem {
  readonly field: string
  readonly message: string
}
