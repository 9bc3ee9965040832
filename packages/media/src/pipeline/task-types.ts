/** What tasks hand to each other. */
export type Artefact = 'facts' | 'streams' | 'renditions' | 'poster' | 'storyboard' | 'publication'

/** Queues that workers take tasks from: an encode fills a machine, light tasks wait for it nowhere. */
export type ResourceClass = 'light' | 'encode'

export interface TaskTypeContract {
  readonly resource: ResourceClass
  /** BullMQ's: 1 goes first. What stands between an upload and its first frame goes before all else. */
  readonly priority: number
  /** Share in the run's progress, in seconds of a typical run; only ratios count. */
  readonly weight: number
  /** Artefacts that some needed task must produce. Every task may read the source. */
  readonly consumes: readonly Artefact[]
  readonly produces: Artefact
}

/** Everything that a definition may name. Each has one file in apps/worker/src/tasks. */
export const TASK_TYPES = {
  inspect: { resource: 'light', priority: 1, weight: 1, consumes: [], produces: 'facts' },
  remux: { resource: 'light', priority: 1, weight: 1, consumes: ['facts'], produces: 'streams' },
  poster: { resource: 'light', priority: 2, weight: 1, consumes: ['facts'], produces: 'poster' },
  encode: { resource: 'encode', priority: 5, weight: 60, consumes: ['facts'], produces: 'renditions' },
  package: {
    resource: 'light',
    priority: 2,
    weight: 3,
    consumes: ['facts', 'renditions'],
    produces: 'streams',
  },
  storyboard: {
    resource: 'light',
    priority: 3,
    weight: 1,
    consumes: ['facts', 'renditions'],
    produces: 'storyboard',
  },
  publish: {
    resource: 'light',
    priority: 1,
    weight: 1,
    consumes: ['facts', 'streams'],
    produces: 'publication',
  },
} as const satisfies Record<string, TaskTypeContract>

export type TaskType = keyof typeof TASK_TYPES

export function isTaskType(text: string): text is TaskType {
  return Object.hasOwn(TASK_TYPES, text)
}

/** Same as TASK_TYPES[type], at its declared width. */
export function contractOf(type: TaskType): TaskTypeContract {
  return TASK_TYPES[type]
}
