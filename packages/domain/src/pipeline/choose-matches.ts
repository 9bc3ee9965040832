import { HEADROOM } from './take-turns.ts'

/** A task that some worker of its class cannot do, or the first of a channel's that any can. */
export interface Turn {
  readonly channelId: bigint
  /** 1 goes first. */
  readonly priority: number
  /** In milliseconds. */
  readonly turnAt: number
}

export interface DemandingTask extends Turn {
  readonly runId: bigint
  readonly name: string
  /** CPU seconds, estimated. */
  readonly cost: number
  /** What it demands, in words that are the same for the same. */
  readonly demands: string
  /** The worker whose own queue it is in. */
  readonly releasedTo: string | null
  /** It is there because it had waited for long. */
  readonly byAge: boolean
  /** It has waited for long. */
  readonly isAged: boolean
}

export interface FittingWorker {
  readonly id: string
  /** Slots that nothing runs in, and one more for each worker. */
  readonly places: number
  /** All demands that it meets. */
  readonly meets: readonly string[]
}

export interface Matching {
  /** Tasks that not every worker can do, of each channel and of the same demands in the order of their turns. */
  readonly demanding: readonly DemandingTask[]
  /** The first task of each channel that any worker can do. */
  readonly others: readonly Turn[]
  /** CPU seconds of what each channel has running and consumed of late. */
  readonly shares: ReadonlyMap<bigint, number>
  readonly workers: readonly FittingWorker[]
  /** When the turn of the longest waiting task was that any worker can do; null where none has waited for long. */
  readonly agedOtherAt: number | null
  /** Whether one that has waited for long may go before all others. */
  readonly mayAgedGo: boolean
}

export interface Match {
  readonly task: DemandingTask
  readonly worker: string
  readonly byAge: boolean
}

/**
 * Which tasks shall be in the own queues of which workers, in this order: one that has waited for long; then the smaller priority,
 * the channel with the smaller share, the earlier turn, as of all tasks (release-tasks.ts). Nothing goes before what any worker can
 * do and that comes first: an own queue has a slot before the queue of the class has.
 */
export function chooseMatches(matching: Matching): readonly Match[] {
  const shares = new Map(matching.shares)
  const places = new Map(matching.workers.map((worker) => [worker, worker.places]))
  const matches: Match[] = []
  const match = (task: DemandingTask, byAge: boolean): boolean => {
    const worker = placeFor(task, places, byAge && !task.byAge)
    if (!worker) return false
    matches.push({ task, worker: worker.id, byAge })
    places.set(worker, (places.get(worker) ?? 0) - 1)
    shares.set(task.channelId, (shares.get(task.channelId) ?? 0) + task.cost)
    return true
  }
  const early = new Set(matching.demanding.filter((task) => task.byAge && match(task, true)))
  const aged = agedOf(matching).find((task) => !early.has(task) && match(task, true))
  if (aged) early.add(aged)
  const lines = linesOf(matching.demanding.filter((task) => !early.has(task)))
  const inTurn = byTurn(shares)
  for (;;) {
    const line = first(lines, ([one], [other]) => inTurn(one, other))
    const other = first(matching.others, inTurn)
    if (!line || (other && inTurn(other, line[0]) < 0)) return matches
    const [task, ...rest] = line
    // What demands the same and comes later finds no place either.
    const left = match(task, false) ? rest : []
    lines.splice(lines.indexOf(line), 1, ...(isLine(left) ? [left] : []))
  }
}

/** Those that may go before all others, the longest waiting first. */
function agedOf({ demanding, agedOtherAt, mayAgedGo }: Matching): readonly DemandingTask[] {
  if (!mayAgedGo) return []
  return demanding
    .filter(({ isAged, turnAt }) => isAged && turnAt < (agedOtherAt ?? Number.POSITIVE_INFINITY))
    .toSorted((one, other) => one.turnAt - other.turnAt)
}

/**
 * Of those in which a slot is free, or else of all: where it is, or the worker with the most places. What goes before all others
 * needs a free slot: while it waited for one nothing else that has waited for long could go.
 */
function placeFor(
  { demands, releasedTo }: DemandingTask,
  places: ReadonlyMap<FittingWorker, number>,
  needsSlot: boolean,
): FittingWorker | null {
  const fitting = [...places].filter(([{ meets }, left]) => left > 0 && meets.includes(demands))
  const free = fitting.filter(([, left]) => left > HEADROOM)
  const open = needsSlot || free.length > 0 ? free : fitting
  const here = open.find(([{ id }]) => id === releasedTo)
  return (here ?? first(open, ([, one], [, other]) => other - one))?.[0] ?? null
}

/** Tasks of one channel that demand the same. */
type Line = readonly [DemandingTask, ...DemandingTask[]]

const isLine = (tasks: readonly DemandingTask[]): tasks is Line => tasks.length > 0

function linesOf(tasks: readonly DemandingTask[]): Line[] {
  const lines = new Map<string, [DemandingTask, ...DemandingTask[]]>()
  for (const task of tasks) {
    const key = `${task.channelId} ${task.demands}`
    const line = lines.get(key)
    if (line) line.push(task)
    else lines.set(key, [task])
  }
  return [...lines.values()]
}

/** Who goes before whom: the smaller priority, the channel with the smaller share, the earlier turn (release-tasks.ts). */
export function byTurn(shares: ReadonlyMap<bigint, number>): (one: Turn, other: Turn) => number {
  const shareOf = ({ channelId }: Turn) => Math.round(shares.get(channelId) ?? 0)
  return (one, other) =>
    one.priority - other.priority || shareOf(one) - shareOf(other) || one.turnAt - other.turnAt
}

/** The first of equals. */
function first<Item>(items: readonly Item[], compare: (one: Item, other: Item) => number): Item | null {
  return items.reduce<Item | null>((best, item) => (best && compare(best, item) <= 0 ? best : item), null)
}
