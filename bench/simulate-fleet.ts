import { byTurn, type Turn } from '@marquee/domain/pipeline'
import type { Benchmark } from './benchmark.ts'

/**
 * Seconds of wall time on a worker of two cores that encodes one chunk at a time, preset veryfast, five rungs of 1080p25: 1.7 CPU
 * seconds for each second of film (pipeline-cpu), and 0.4 s to fetch, start and store. Chunks are of 4, 8, then 20 s.
 */
const chunkSeconds = (filmSeconds: number): number => (filmSeconds * 1.7) / 2 + 0.4
const FIRST_CHUNK = chunkSeconds(4)
const CHUNK = chunkSeconds(20)

/**
 * Seconds, assumed: of PostgreSQL 46 ms for each task, where `orchestration` printed 38 ms of CPU, with all that is asked of it
 * meanwhile, so that what bends does so early. A release takes as long with 200 tasks queued as with 4,000.
 */
const FETCH = 0.001
const CLAIM = 0.004
const RELEASE = 0.012
/** What settling a task and looking at its run costs PostgreSQL besides. */
const SETTLE = 0.03
/** Processors of the machine that PostgreSQL has to itself. */
const DATABASE_CORES = 8

interface Task extends Turn {
  readonly seconds: number
}

/** Priorities of `encode`: the first chunk, and the others. */
const FIRST = 1
const REST = 5

/** Who is next of what is ready. */
interface Policy {
  add(task: Task): void
  next(): Task | undefined
  /** It was chosen, but has not begun, and is chosen anew. */
  putBack(task: Task): void
}

/** One BullMQ queue with priorities: first chunks before the rest, each in order of arrival. Nothing comes back from it. */
const pull: () => Policy = createLines

function createLines() {
  const first = createLine()
  const rest = createLine()
  const lineOf = ({ priority }: Task) => (priority === FIRST ? first : rest)
  return {
    add: (task: Task) => lineOf(task).add(task),
    head: () => first.head() ?? rest.head(),
    next: () => first.next() ?? rest.next(),
    putBack: (task: Task) => lineOf(task).putBack(task),
  }
}

function createLine() {
  const tasks: Task[] = []
  let head = 0
  return {
    add: (task: Task): void => void tasks.push(task),
    head: (): Task | undefined => tasks[head],
    next: (): Task | undefined => (head < tasks.length ? tasks[head++] : undefined),
    putBack(task: Task): void {
      head -= 1
      tasks[head] = task
    },
  }
}

/**
 * What releaseTasks does, by its own order of turns. Nothing fades, since nobody who has consumed a lot rests here; and nothing
 * goes first by its age.
 */
function fair(): Policy {
  const channels = new Map<bigint, ReturnType<typeof createLines>>()
  const shares = new Map<bigint, number>()
  const inTurn = byTurn(shares)
  const linesOf = ({ channelId }: Task) => {
    const lines = channels.get(channelId) ?? createLines()
    channels.set(channelId, lines)
    return lines
  }
  const charge = ({ channelId }: Task, seconds: number) =>
    shares.set(channelId, (shares.get(channelId) ?? 0) + seconds)
  return {
    add: (task) => linesOf(task).add(task),
    next() {
      const heads = [...channels.values()].flatMap((lines) => lines.head() ?? [])
      const [task] = heads.sort(inTurn)
      if (task) charge(task, task.seconds)
      return task && linesOf(task).next()
    },
    putBack(task) {
      charge(task, -task.seconds)
      linesOf(task).putBack(task)
    },
  }
}

/** Events in order of time. */
function createClock() {
  const heap: { at: number; run: () => void }[] = []
  let now = 0
  const swap = (a: number, b: number) => {
    const [one, other] = [heap[a], heap[b]]
    if (one && other) [heap[a], heap[b]] = [other, one]
  }
  const isBefore = (a: number, b: number) => (heap[a]?.at ?? Infinity) < (heap[b]?.at ?? Infinity)
  const up = (index: number): void => {
    const parent = (index - 1) >> 1
    if (index === 0 || !isBefore(index, parent)) return
    swap(index, parent)
    up(parent)
  }
  const down = (index: number): void => {
    const left = 2 * index + 1
    const child = isBefore(left + 1, left) ? left + 1 : left
    if (!isBefore(child, index)) return
    swap(index, child)
    down(child)
  }
  return {
    now: () => now,
    after(seconds: number, run: () => void) {
      heap.push({ at: now + seconds, run })
      up(heap.length - 1)
    },
    runUntil(end: number) {
      for (let top = heap[0]; top && top.at <= end; top = heap[0]) {
        const last = heap.pop()
        if (last && heap.length > 0) {
          heap[0] = last
          down(0)
        }
        now = top.at
        top.run()
      }
      now = end
    },
  }
}

interface Fleet {
  readonly workers: number
  readonly policy: Policy
  /** Jobs in the queue for each slot, besides those at work; without it a worker takes what is next from all that is ready. */
  readonly headroom?: number
}

/** A fleet of one slot a worker; PostgreSQL does as much at once as it has processors. */
function simulate({ workers, policy, headroom }: Fleet) {
  const clock = createClock()
  const database = createStation(clock.after, DATABASE_CORES)
  const queue: Task[] = []
  let idle = workers
  let ready = 0
  let hasArrived = false
  let release: 'none' | 'active' | 'active and asked for' = 'none'
  const started = new Map<Task, number>()

  const askForRelease = () => {
    if (release !== 'none') {
      release = 'active and asked for'
      return
    }
    release = 'active'
    database.use(RELEASE, () => {
      const again = release === 'active and asked for'
      release = 'none'
      fill()
      if (again) askForRelease()
    })
  }
  const fill = () => {
    // Slots that are free, and as many again as there is headroom; what others overtake goes back and is chosen again.
    const places = idle + workers * (headroom ?? 0)
    if (hasArrived) for (const task of queue.splice(0).reverse()) putBack(task)
    hasArrived = false
    while (queue.length < places && ready > 0) {
      const task = policy.next()
      if (!task) break
      ready -= 1
      queue.push(task)
    }
    queue.sort((a, b) => a.priority - b.priority)
    work()
  }
  const putBack = (task: Task) => {
    ready += 1
    policy.putBack(task)
  }
  const takeJob = () => {
    if (headroom !== undefined) return queue.shift()
    const task = ready > 0 ? policy.next() : undefined
    if (task) ready -= 1
    return task
  }
  const work = () => {
    while (idle > 0) {
      const task = takeJob()
      if (!task) return
      idle -= 1
      clock.after(FETCH, () => database.use(CLAIM, () => begin(task)))
    }
  }
  const begin = (task: Task) => {
    started.set(task, clock.now())
    clock.after(task.seconds, () => {
      idle += 1
      database.use(SETTLE, () => (headroom === undefined ? work() : askForRelease()))
      work()
    })
  }
  return {
    clock,
    started,
    add(tasks: readonly Task[]) {
      for (const task of tasks) policy.add(task)
      ready += tasks.length
      hasArrived = true
      if (headroom === undefined) work()
      else askForRelease()
    },
    busyShare() {
      const spent = [...started].map(([{ seconds }, at]) => Math.min(seconds, clock.now() - at))
      return spent.reduce((sum, one) => sum + one, 0) / (workers * clock.now())
    },
  }
}

function createStation(after: (seconds: number, run: () => void) => void, servers: number) {
  const waiting: (() => void)[] = []
  let free = servers
  const begin = (seconds: number, then: () => void) => {
    free -= 1
    after(seconds, () => {
      free += 1
      waiting.shift()?.()
      then()
    })
  }
  return {
    use(seconds: number, then: () => void) {
      if (free > 0) begin(seconds, then)
      else waiting.push(() => begin(seconds, then))
    },
  }
}

/** Videos of a minute, all queued at once; alike, so that their turns are when they came. */
function videos(count: number, channels: number, turnAt = 0): Task[] {
  return Array.from({ length: count }, (_, index) => {
    const channelId = BigInt(index % channels)
    const chunk = (seconds: number, priority = REST): Task => ({ channelId, priority, seconds, turnAt })
    return [
      chunk(FIRST_CHUNK, FIRST),
      chunk(chunkSeconds(8)),
      chunk(CHUNK),
      chunk(CHUNK),
      chunk(chunkSeconds(8)),
    ]
  }).flat()
}

/** Seconds until a second creator's first chunk begins, behind 1,000 videos of another that have been worked on for a while. */
function firstChunkWait(fleet: Fleet, moment: number): number {
  const world = simulate(fleet)
  const backlog = videos(1_000, 1)
  const afterSeconds = (moment * secondsOf(backlog)) / fleet.workers
  world.add(backlog)
  world.clock.runUntil(afterSeconds)
  const turnAt = afterSeconds * 1_000
  const first: Task = { channelId: 1n, priority: FIRST, seconds: FIRST_CHUNK, turnAt }
  world.add([first])
  for (let until = afterSeconds; !world.started.has(first); until += 1) world.clock.runUntil(until)
  return (world.started.get(first) ?? Number.NaN) - afterSeconds
}

/** The share of its time that a fleet encodes, for four minutes, with a fifth more to do than it can. */
function busyShare(fleet: Fleet): number {
  const world = simulate(fleet)
  const perSecond = (fleet.workers / secondsOf(videos(1, 1))) * 1.2
  let owed = fleet.workers * 1.4
  for (let second = 0; second < SECONDS; second += 1) {
    const due = Math.floor(owed)
    owed += perSecond - due
    world.add(videos(due, 10, second * 1_000))
    world.clock.runUntil(second + 1)
  }
  return world.busyShare()
}

const SECONDS = 240
/** When the second creator comes, in parts of what the first one's videos take. */
const MOMENTS = Array.from({ length: 20 }, (_, index) => 0.01 + index / 20)
const FLEETS = [1, 3, 10, 30, 100, 300, 1_000]

function secondsOf(tasks: readonly Task[]): number {
  return tasks.reduce((sum, { seconds }) => sum + seconds, 0)
}

/** Fair shares by simulation, against one queue that workers pull from by priority. */
export const fleetFairness: Benchmark = {
  name: 'fleet-fairness',
  title:
    'a second creator’s first chunk behind 1,000 videos of another, in the time of one running task; simulated, 1 to 1,000 workers',
  unit: 'times',
  atMost: 1,
  absolute: true,
  async run() {
    const details: Record<string, string> = {}
    let worst = 0
    for (const workers of FLEETS) {
      const longest = (make: () => Policy, headroom?: number) =>
        Math.max(
          ...MOMENTS.map((moment) =>
            firstChunkWait({ workers, policy: make(), ...(headroom !== undefined && { headroom }) }, moment),
          ),
        )
      const waits = { pull: longest(pull), fair: longest(fair, 1) }
      worst = Math.max(worst, waits.fair / CHUNK)
      details[`${workers} workers`] =
        `longest wait ${waits.fair.toFixed(2)} s, by pull ${waits.pull.toFixed(2)} s`
    }
    return { figure: worst, against: `a chunk of 20 s, which takes ${CHUNK.toFixed(1)} s`, details }
  },
}

/** What deciding centrally costs a fleet that has more to do than it can. */
export const fleetThroughput: Benchmark = {
  name: 'fleet-throughput',
  title: 'how much of its time a fleet of 1,000 workers encodes, against one that pulls; simulated',
  unit: 'times',
  atLeast: 0.98,
  absolute: false,
  async run() {
    const details: Record<string, string> = {}
    let figure = 0
    for (const workers of [...FLEETS, 3_000, 5_000]) {
      const shares = {
        pull: busyShare({ workers, policy: pull() }),
        none: busyShare({ workers, policy: fair(), headroom: 0 }),
        one: busyShare({ workers, policy: fair(), headroom: 1 }),
      }
      if (workers === 1_000) figure = shares.one / shares.pull
      const percent = (share: number) => `${(share * 100).toFixed(1)} %`
      details[`${workers} workers`] =
        `busy ${percent(shares.one)}, without headroom ${percent(shares.none)}, by pull ${percent(shares.pull)}`
    }
    return {
      figure,
      against: 'one BullMQ queue with priorities, whose jobs are added as soon as they are ready',
      details,
    }
  },
}
