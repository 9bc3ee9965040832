import { afterAll, beforeAll } from 'vitest'
import { openTaskBench, type TaskBench } from './run-tasks.ts'

/** A bench for the tests of a file: opened before the first of them, and closed after the last. */
export function keepTaskBench(pipeline?: string): TaskBench {
  let bench: TaskBench
  beforeAll(async () => {
    bench = await openTaskBench('auto', undefined, pipeline)
  })
  afterAll(() => bench.close())
  return {
    get stores() {
      return bench.stores
    },
    get scratch() {
      return bench.scratch
    },
    run: (...task) => bench.run(...task),
    skips: (...task) => bench.skips(...task),
    close: () => bench.close(),
  }
}
