import { describe, expect, it } from 'vitest'
import { describeInspection } from './testing/describe-inspection.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { isAtHand, readZooFile } from './testing/read-zoo-file.ts'
import { artefactOf, keysOf, runAll, upload } from './testing/run-tasks.ts'
import type { AcceptedFile, ZooFile } from './testing/zoo-file.ts'
import { ZOO } from './testing/zoo-table.ts'

const bench = keepTaskBench()

/** The short form of the table: what inspection answers. `zoo.long.test.ts` encodes and plays every file. */
describe('inspecting the zoo', () => {
  it.for(ZOO)('$file: $is', async (row, { skip }) => {
    skip(!isAtHand(row), 'there is no footage on this machine (MARQUEE_FOOTAGE)')
    if (typeof row.outcome === 'string' && row.foundBy !== 'encode') await expectRefusal(row, row.outcome)
    else await expectFacts(row)
  })
})

async function expectFacts(row: ZooFile): Promise<void> {
  const source = await upload(bench, await readZooFile(row))
  await runAll(bench, source, ['inspect'])
  if (typeof row.outcome === 'string') return
  const { plays: _, ...expected }: AcceptedFile = row.outcome
  expect(describeInspection(artefactOf(source, 'facts'))).toEqual(expected)
}

async function expectRefusal(row: ZooFile, code: string): Promise<void> {
  const source = await upload(bench, await readZooFile(row))
  expect(await bench.run('inspect', source)).toMatchObject({ outcome: 'failed', failure: { code } })
  expect((await keysOf(bench.stores.temporary)).filter((key) => key.includes(source.runId))).toEqual([])
}
