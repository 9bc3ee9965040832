import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCatalogue, findDefinition, listRefusals, listTaskTypes } from '@marquee/domain/pipeline'
import type { Options } from '@marquee/media'
import { createLogger } from '@marquee/service'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { watchHealth } from '../program/watch-health.ts'
import { CATALOGUE } from '../tasks/task-types.ts'
import { SHIPPED_DEFINITIONS } from './load-definitions.ts'
import { offerPipelines } from './offer-pipelines.ts'
import { type Bench, openBench } from './testing/open-bench.ts'
import { ownDefinition as own } from './testing/own-definition.ts'

let bench: Bench
let folder: string
let log: { level: string; msg: string; file?: string; pipeline?: string; version?: number }[]

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-pipelines-'))
  log = []
})
afterEach(() => rm(folder, { recursive: true }))

const write = (file: string, lines: readonly string[]) => writeFile(join(folder, file), lines.join('\n'))
/** As a dispatcher does when it starts. */
const offer = () => {
  const write = (line: string) => log.push(JSON.parse(line))
  const logger = createLogger('worker', { level: 'warn', destination: { write } })
  return offerPipelines({ ...bench.services, logger }, [SHIPPED_DEFINITIONS, folder])
}
const offered = async (name: string) => {
  const found = await findDefinition(bench.services.database, name)
  if (!found?.ok) return found
  return `${found.definition.version} ${found.definition.tasks[0]?.name}`
}
const readiness = (...roles: Parameters<typeof watchHealth>[1]) =>
  watchHealth(bench.services, roles, () => true).readiness()

describe('offerPipelines', () => {
  it('keeps what is known where a file was changed without a version, or cannot run any more', async () => {
    await write('a.yaml', own('mine', 1, 'look'))
    await write('b.yaml', own('yours', 1, 'look'))
    expect(await offer()).toEqual([])
    expect((await readiness('dispatch')).status).toBe('ready')

    await write('a.yaml', own('mine', 1, 'stare'))
    await write('b.yaml', [...own('yours', 2, 'look'), '  - { name: sing, type: karaoke }'])
    await write('c.yaml', own('another', 1, 'look'))
    const refused = await offer()
    expect(refused).toMatchObject([
      {
        file: join(folder, 'b.yaml'),
        name: 'yours',
        problems: [expect.stringMatching(/^b\.yaml:10: task sing/)],
      },
      {
        file: join(folder, 'a.yaml'),
        name: 'mine',
        problems: ['mine 1 was loaded before with other contents: give it the version 2.'],
      },
    ])
    expect([await offered('mine'), await offered('yours')]).toEqual(['1 look', '1 look'])
    expect([await offered('another'), await offered('standard')]).toEqual(['1 look', expect.any(String)])
    const errors = log.filter(({ level }) => level === 'error')
    expect(errors.map(({ msg, file }) => [msg, file])).toEqual(
      refused.map(({ file }) => ['a pipeline was not taken', file]),
    )
    expect(await listRefusals(bench.services.database)).toMatchObject([
      { file: join(folder, 'a.yaml') },
      { file: join(folder, 'b.yaml') },
    ])
    expect(await readiness('dispatch')).toMatchObject({
      status: 'degraded',
      checks: { pipelines: { ok: false }, postgres: { ok: true } },
    })
    expect((await readiness('encode', 'light')).checks).not.toHaveProperty('pipelines')

    await write('a.yaml', own('mine', 2, 'stare'))
    await write('b.yaml', own('yours', 2, 'look'))
    expect(await offer()).toEqual([])
    expect([await offered('mine'), await offered('yours')]).toEqual(['2 stare', '2 look'])
    expect(await listRefusals(bench.services.database)).toEqual([])
    expect((await readiness('dispatch')).status).toBe('ready')
  })

  it('says which are offered no more, where a dispatcher starts without the files of another', async () => {
    await write('own.yaml', own('own', 3, 'look'))
    await offer()
    log = []
    await rm(join(folder, 'own.yaml'))
    expect(await offer()).toEqual([])
    expect(await offered('own')).toBeNull()
    const said = log.map(({ level, pipeline, version, msg }) => [level, pipeline, version, msg])
    expect(said).toContainEqual(['warn', 'own', 3, 'a pipeline is offered no more'])
    log = []
    await offer()
    expect(log).toEqual([])
  })

  it('tells of what is offered on and cannot be read, since a program of another version stored it', async () => {
    await write('a.yaml', own('mine', 3, 'look'))
    await write('b.yaml', own('yours', 3, 'look'))
    await offer()
    expect((await readiness('dispatch')).status).toBe('ready')
    const where = { name: 'mine', version: 3 }
    const { database } = bench.services
    await database.pipelineDefinition.updateMany({ where, data: { document: { steps: [] } } })
    expect(await readiness('dispatch')).toMatchObject({
      status: 'degraded',
      checks: { pipelines: { ok: false } },
    })
    await write('a.yaml', own('mine', 4, 'look'))
    await offer()
    expect((await readiness('dispatch')).status).toBe('ready')
  })

  it.each<[Options, string[]]>([
    [{ mezzanine: true, codecs: ['av1'] }, ['mezzanine']],
    [{ mezzanine: true, codecs: ['av1', 'h264'] }, []],
    [{ mezzanine: true }, []],
    [{ codecs: ['av1'] }, []],
    [{ mezzanine: 'yes' }, ['mezzanine']],
  ])('lets other programs judge the options %j as it does itself', async (options, fields) => {
    await offer()
    const types = await listTaskTypes(bench.services.database)
    const elsewhere = createCatalogue(
      types.map((type) => ({ ...type, options: z.fromJSONSchema(type.options) })),
    )
    for (const catalogue of [CATALOGUE, elsewhere])
      expect(catalogue.checkOptions('split', options).map(({ field }) => field)).toEqual(fields)
    expect(elsewhere.types.toSorted()).toEqual(CATALOGUE.types.toSorted())
  })

  it('does not fall back to what is shipped where an operator’s own of that name is broken', async () => {
    await write('standard.yaml', own('standard', 700, 'look'))
    await offer()
    await write('standard.yaml', ['name: standard', 'tasks: ['])
    expect(await offer()).toMatchObject([{ name: 'standard' }])
    expect(await offered('standard')).toBe('700 look')
  })
})
