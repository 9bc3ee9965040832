import { saveDefinitions } from '@marquee/domain/pipeline'
import { createLogger } from '@marquee/service'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadDefinitions, SHIPPED_DEFINITIONS } from '../pipeline/load-definitions.ts'
import { type Bench, openBench } from '../pipeline/testing/open-bench.ts'
import { CATALOGUE } from '../tasks/task-types.ts'
import { rehearse } from './rehearse.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

it('asks what a film asks, and leaves nothing behind', async () => {
  const said: string[] = []
  const logger = createLogger('worker', {
    level: 'warn',
    destination: { write: (line: string) => said.push(line) },
  })
  const { database } = bench.services
  const { definitions } = await loadDefinitions([SHIPPED_DEFINITIONS], CATALOGUE)
  await database.$transaction((tx) => saveDefinitions(tx, definitions, []))
  await rehearse({ ...bench.services, logger }, { dispatches: true, ids: bench.ids, works: true })
  expect(said).toEqual([])
  const { pipelineRun, pipelineTask, rendition, channelUsage } = database
  expect([
    await pipelineRun.count(),
    await pipelineTask.count(),
    await rendition.count(),
    await channelUsage.count(),
  ]).toEqual([0, 0, 0, 0])
})

it('keeps nobody from starting where the store is away', async () => {
  const said: string[] = []
  const logger = createLogger('worker', {
    level: 'warn',
    destination: { write: (line: string) => said.push(line) },
  })
  const { stores } = bench.services
  const away = { ...stores.originals, head: () => Promise.reject(new Error('away')) }
  const services = { ...bench.services, logger, stores: { ...stores, originals: away } }
  await rehearse(services, { dispatches: false, ids: undefined, works: true })
  expect(said).toHaveLength(1)
})
