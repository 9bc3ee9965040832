import type { Benchmark } from './benchmark.ts'

/**
 * Seconds of wall time on a worker of two cores, preset veryfast, five rungs of 1080p25: 0.53 CPU seconds for each second of film
 * (pipeline-cpu), and 0.4 s to fetch, start and store. Chunks are of 4, 8, then 20 s.
 */
const chunkSeconds = (filmSeconds: number): number => (filmSeconds * 0.53) / 2 + 0.4
const FIRST_CHUNK = chunkSeconds(4)
const CHUNK = chunkSeconds(20)

/**
 * Seconds, as they took with PostgreSQL, Redis and all programs on one machine of two cores whose load was 8: slow, so that what
 * bends does so early. A release takes as long with 200 tasks queued as with 4,000.
 */
const FETCH = 0.001
const CLAIM = 0.004
const RELEASE = 0.012
/** What settling a task and looking at its run costs PostgreSQL besides. */
const SETTLE = 0.03
/** Processors of the machine that PostgreSQL has to itself. */
const DATABASE_CORES = 8

interface Task {
  readonly channel: number
  readonly isFirst: boolean
  readonly seconds: number
}

/** Who is next of what is ready. */
interface Policy {
  add(task: Task): void
  next(): Task | undefined
  /** It was chosen, but has not begun, and is chosen anew. */
  putBack(task: Task): void
}

/** One BullMQ queue with priorities: first chunks before the rest, each in order of arrival. Nothing comes back from it. */
function pull(): Policy {
  const first = createLine()
  const rest = createLine()
  return {
    add: (task) => (task.isFirst ? first : rest).add(task),
    next: () => first.next() ?? rest.next(),
    putBack: (task) => (task.isFirst ? first : rest).putBack(task),
  }
}

function createLine() {
  const tasks: Task[] = []
  let head = 0
  return {
    add: (task: Task): void => void tasks.push(task),
    next: (): Task | undefined => (head < tasks.length ? tasks[head++] : undefined),
    putBack(task: Task): void {
      head -= 1
      tasks[head] = task
    },
    isEmpty: () => head >= tasks.length,
  }
}

/** As packages/domain release-tasks.ts: first chunks before the rest, then the channel that has and had least. */
function fair(): Policy {
  const create = () => ({ first: createLine(), rest: createLine(), used: 0 })
  const channels = new Map<number, ReturnType<typeof create>>()
  const channelOf = ({ channel }: Task) => {
    const known = channels.get(channel) ?? create()
    channels.set(channel, known)
    return known
  }
  const lineOf = (task: Task) => channelOf(task)[task.isFirst ? 'first' : 'rest']
  const take = (kind: 'first' | 'rest') => {
    const able = [...channels.values()].filter((channel) => !channel[kind].isEmpty())
    const least = Math.min(...able.map(({ used }) => used))
    return able.find(({ used }) => used === least)?.[kind].next()
  }
  return {
    add: (task) => lineOf(task).add(task),
    next() {
      const task = take('first') ?? take('rest')
      // What was consumed fades in ten minutes: longer than anything here lasts.
      if (task) channelOf(task).used += task.seconds
      return task
    },
    putBack(task) {
      channelOf(task).used -= task.seconds
      lineOf(task).putBack(task)
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
  let busySeconds = 0
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
    queue.sort((a, b) => Number(b.isFirst) - Number(a.isFirst))
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
    if (headroom !== undefined) askForRelease()
    clock.after(task.seconds, () => {
      busySeconds += task.seconds
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
    busyShare: () => busySeconds / (workers * clock.now()),
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

/** Videos of a minute, all queued at once. */
function videos(count: number, channels: number): Task[] {
  return Array.from({ length: count }, (_, index) => {
    const channel = index % channels
    const chunk = (seconds: number, isFirst = false): Task => ({ channel, isFirst, seconds })
    return [
      chunk(FIRST_CHUNK, true),
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
  const first: Task = { channel: 1, isFirst: true, seconds: FIRST_CHUNK }
  world.add([first])
  for (let until = afterSeconds; !world.started.has(first); until += 1) world.clock.runUntil(until)
  return (world.started.get(first) ?? Number.NaN) - afterSeconds
}

/** The share of its time that a fleet encodes, for four minutes, with a fifth more to do than it can. */
function busyShare(fleet: Fleet): number {
  const world = simulate(fleet)
  const perSecond = (fleet.workers / secondsOf(videos(1, 1))) * 1.2
  let owed = 20 * perSecond
  for (let second = 0; second < SECONDS; second += 1) {
    const due = Math.floor(owed)
    owed += perSecond - due
    world.add(videos(due, 10))
    world.clock.runUntil(second + 1)
  }
  return world.busyShare()
}

const SECONDS = 240
/** When the second creator comes, in parts of what the first one's videos take. */
const MOMENTS = [0.01, 0.05, 0.2, 0.4, 0.6, 0.8]
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
    for (const workers of [...FLEETS, 2_000]) {
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
