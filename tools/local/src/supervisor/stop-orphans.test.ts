import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { findPostmaster } from '../parts/find-postmaster.ts'
import { identifyProcess } from '../processes/identify-process.ts'
import { liveRunRecords, readRunRecord, removeRunRecord } from '../processes/run-records.ts'
import { composeVariables } from '../settings/compose-variables.ts'
import { openHome } from '../settings/home.ts'
import { freePorts } from '../settings/ports.ts'
import { REPOSITORY } from '../settings/repository.ts'
import { keepSecrets } from '../settings/secrets.ts'
import { claimHome } from './claim-home.ts'
import { stopOrphans } from './stop-orphans.ts'

spawnSync(path.join(REPOSITORY, 'node_modules/.bin/tsc'), ['-b', 'tools/local'], { cwd: REPOSITORY })

const home = openHome(mkdtempSync(path.join(tmpdir(), 'marquee-orphans-')))
const ports = await freePorts()
const secrets = keepSecrets(home.secrets)
const { DATABASE_URL } = composeVariables(home.root, ports, secrets, {})

/** A supervisor of PostgreSQL and Redis as a process of its own; resolves when both are ready. */
async function startSupervisor() {
  const dist = path.join(REPOSITORY, 'tools/local/dist')
  const program = `
    import { engineParts } from '${dist}/parts/engines.js'
    import { claimHome } from '${dist}/supervisor/claim-home.js'
    import { supervise } from '${dist}/supervisor/supervise.js'
    const { home, ports, secrets } = JSON.parse(process.argv[1])
    claimHome(home)
    const external = { postgres: false, redis: false, objectStore: true }
    const supervision = supervise(home, console.error)
    await supervision.start(engineParts({ home, ports, secrets, variables: {}, external }))
    console.log('up')
  `
  const words = ['--input-type=module', '-e', program, JSON.stringify({ home, ports, secrets })]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

async function query(sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: DATABASE_URL })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

afterAll(async () => {
  await stopOrphans(home)
  rmSync(home.root, { recursive: true })
})

describe('after kill -9 of the supervisor', () => {
  it('the next start finds what runs on, stops it, and its data is kept', async () => {
    const first = await startSupervisor()
    expect(claimHome(home)).toEqual({ runningAs: expect.objectContaining({ pid: first.pid }) })
    await query('CREATE TABLE kept AS SELECT 42 AS answer')
    first.kill('SIGKILL')
    await once(first, 'exit')

    const orphans = liveRunRecords(home.run)
    expect(orphans.map(({ name }) => name).sort()).toEqual(['postgres', 'redis'])
    expect((await stopOrphans(home)).sort()).toEqual(['postgres', 'redis'])
    for (const { pid } of orphans) expect(identifyProcess(pid)).toBeUndefined()

    const second = await startSupervisor()
    expect(await query('SELECT answer FROM kept')).toEqual([{ answer: 42 }])
    second.kill('SIGKILL')
    await once(second, 'exit')
  })

  it('finds PostgreSQL by its own pid file as well', async () => {
    const postmaster = findPostmaster(home)
    expect(postmaster).toEqual(expect.objectContaining({ pid: readRunRecord(home.run, 'postgres')?.pid }))
    removeRunRecord(home.run, 'postgres')
    expect((await stopOrphans(home)).sort()).toEqual(['postgres', 'redis'])
    expect(findPostmaster(home)).toBeUndefined()
  })

  it('the home can be claimed again', () => {
    const claim = claimHome(home)
    expect(claim).toHaveProperty('release')
    expect(claimHome(home)).toHaveProperty('runningAs')
    if ('release' in claim) claim.release()
  })
})
