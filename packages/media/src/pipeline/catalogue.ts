import type { PictureCodec } from '../ladder/ladder.ts'
import type { Conditions } from './conditions.ts'
import type { Options } from './definition.ts'
import type { Demands } from './demands.ts'

/** Queues that workers take tasks from: an encode fills a machine, light tasks wait for it nowhere (docs/decisions/0042). */
export const RESOURCE_CLASSES = ['light', 'encode'] as const
export type ResourceClass = (typeof RESOURCE_CLASSES)[number]

/** How many outputs of a kind a task takes. */
export type Appetite = 'one' | 'optional' | 'many'

/** CPU seconds that a task of this type costs on one core of the reference machine; docs/operations/pipelines.md says which. */
export interface CostModel {
  readonly fixed?: number
  /** For each second of the source. */
  readonly perSecond?: number
  /** For each million pixels that are decoded. */
  readonly perMegapixelDecoded?: number
  /** For each million pixels that are encoded, all rungs together, in the codec that the task's options name. */
  readonly perMegapixelEncoded?: Readonly<Record<PictureCodec, number>>
  /** How much of the source the seconds and pixels above are counted of; all of it, where this is left out. */
  readonly sample?: SampleModel
}

/** A task that looks at a part of the film. */
export interface SampleModel {
  /** Of the film. */
  readonly share: number
  /** In seconds, however long the film. */
  readonly most: number
  /** Nothing is looked at in a film of fewer seconds. */
  readonly from: number
}

/** Units of 10⁶ bytes that a task takes for each million pixels of its rungs' pictures, by the codec that its options name. */
export type MemoryModel = Readonly<Record<PictureCodec, number>>

/**
 * Work on one thing that several tasks part among them: whoever makes an input of this kind lists in an option what there is
 * to do, and each task names in an option of its own what of it it does.
 */
export interface SharedWork {
  /** Of the task. */
  readonly option: string
  readonly kind: string
  /** Of the maker. */
  readonly list: string
  /** What either stands for where it is left out. */
  readonly usual: string
}

/** Where an option is true, the list that another is must have an item. */
export interface RequiredItem {
  readonly option: string
  readonly list: string
  readonly item: string
}

/** What is made of a source: a film, or its sound with a picture that stands still. */
export type Rendered = 'film' | 'still'

/** What may be said about a type of task without running it: plain data, so that any program may have it. */
export interface TaskTypeContract {
  /** What a definition calls it. */
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
  readonly memory?: MemoryModel | undefined
  /** What a worker must have for it; a definition may ask for more. Where it is left out, any worker of the class will do. */
  readonly demands?: Demands | undefined
  /** It makes the source's own pictures watchable: left out, whatever a definition says, where a watermark is asked for. */
  readonly showsSource?: boolean | undefined
  /** Its H.264 is encoded by the hardware that the stream which it reads names: a worker must have that too. */
  readonly followsStream?: boolean | undefined
  readonly shares?: SharedWork | undefined
  /** What the shape of its options cannot say, which other programs are told of too. */
  readonly requiredItems?: readonly RequiredItem[] | undefined
  /** What the facts are of that it makes, or can do anything with; either, where it is left out. */
  readonly renders?: Rendered | undefined
  /** A kind of its inputs: it reads what every task has made of it that shares the work on it. */
  readonly gathers?: string | undefined
  /** What it makes is the beginning alone of what others make of that kind: only types read it that say so by `readsPartial`. */
  readonly partial?: boolean | undefined
  readonly readsPartial?: boolean | undefined
  /** A kind of its inputs that is a list, of which it does one item: the first, where a definition does not repeat it for `each`. */
  readonly itemOf?: string | undefined
  /** Optional inputs, by their kinds, that it fails without where this holds. */
  readonly needsWhere?: Readonly<Record<string, Conditions>> | undefined
  /** It makes the final publication, which ends the run; not where the option that is named here is true. */
  readonly ends?: { readonly unless: string } | undefined
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
