import { readdir, readFile } from 'node:fs/promises'
import { ARTEFACTS } from '@marquee/jobs'
import { SOURCE_LIMITS, selectRungs, toNumber } from '@marquee/media'
import { seededRandom } from '@marquee/service/testing'
import { expect } from 'vitest'
import { mutateFile } from './mutate-file.ts'
import {
  artefactOf,
  keysOf,
  leaveOneRung,
  openTaskBench,
  type TaskBench,
  type TestSource,
  upload,
} from './run-tasks.ts'

/** A file to begin from. */
export interface FuzzBase {
  readonly name: string
  readonly bytes: Buffer
}

export interface FuzzOptions {
  readonly bases: readonly FuzzBase[]
  /** Of the first mutant; each further one has the next number. A failure names its own: begin there to see it again. */
  readonly seed: number
  readonly forMs: number
  /** Tasks that an accepted mutant goes through after its inspection. */
  readonly afterwards?: readonly string[]
}

/** What no task on so small a file takes. Of the processor, since a busy machine would be blamed on the mutant. */
const MOST_CPU_SECONDS = 60

/** Feeds mutants to inspection until the time is over; answers how many came to what. @throws naming the mutant */
export async function fuzzInspection(options: FuzzOptions): Promise<Readonly<Record<string, number>>> {
  const bench = await openTaskBench()
  const outcomes: Record<string, number> = {}
  const until = Date.now() + options.forMs
  let next = options.seed
  const feed = async () => {
    while (Date.now() < until) {
      const outcome = await tryMutant(bench, options, next++)
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }
  }
  try {
    await Promise.all([feed(), feed()])
    await expectNothingLeft(bench)
    return outcomes
  } finally {
    await bench.close()
  }
}

async function tryMutant(
  bench: TaskBench,
  { bases, afterwards = [] }: FuzzOptions,
  seed: number,
): Promise<string> {
  const base = bases[Math.floor(seededRandom(seed)() * bases.length)]
  if (!base) throw new Error('There is nothing to mutate')
  const named = `seed ${seed}, ${base.name}`
  const source = await upload(bench, mutateFile(base.bytes, seed))
  try {
    for (const task of ['inspect', ...afterwards]) {
      const end = await bench.run(task, source)
      expect(end.cpuSeconds, `${named}: ${task} works too long`).toBeLessThan(MOST_CPU_SECONDS)
      if (end.outcome === 'failed') {
        expect(end.failure.code, `${named}: ${task}: ${end.failure.detail}`).toMatch(/^SOURCE_/)
        return end.failure.code
      }
      if (task === 'inspect') expectValidFacts(source, named)
      // Mutants are many.
      if (task === 'split') leaveOneRung(source)
    }
    return 'accepted'
  } finally {
    await forget(bench, source)
  }
}

/** Facts that every later task may stand on: within the limits, and as their contract says. */
function expectValidFacts(source: TestSource, named: string): void {
  const report = artefactOf(source, 'facts')
  expect(ARTEFACTS.facts.parse(source.made.get('inspect')?.facts), named).toEqual(report)
  const { facts } = report
  const { display, frameRate, frameCount } = facts.video
  const numbers = [display.width, display.height, toNumber(frameRate), frameCount, facts.durationMs]
  for (const number of numbers) {
    expect(Number.isFinite(number) && number > 0, `${named}: ${numbers}`).toBe(true)
  }
  expect(display.width * display.height, named).toBeLessThanOrEqual(SOURCE_LIMITS.pixels)
  expect(facts.durationMs, named).toBeLessThanOrEqual(SOURCE_LIMITS.durationMs)
  const rungs = selectRungs(facts)
  expect(rungs.length, named).toBeGreaterThan(0)
  for (const { width, height } of rungs) expect([width % 2, height % 2], named).toEqual([0, 0])
}

async function forget({ stores }: TaskBench, { key, runId }: TestSource): Promise<void> {
  await stores.originals.deletePrefix(key)
  await stores.temporary.deletePrefix(`runs/${runId}/`)
  await stores.transcoded.deletePrefix('videos/')
}

/** No object, no folder of a task, no program. */
async function expectNothingLeft({ stores, scratch }: TaskBench): Promise<void> {
  expect(await keysOf(stores.temporary)).toEqual([])
  expect(await keysOf(stores.transcoded)).toEqual([])
  const kept = ['cache', 'view', 'view.fstab']
  expect((await readdir(scratch)).filter((name) => !kept.includes(name))).toEqual([])
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8').catch(() => '')
  expect(children.trim()).toBe('')
}
