import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { identifyProcess } from '../processes/identify-process.ts'
import { liveRunRecords } from '../processes/run-records.ts'
import { REPOSITORY } from '../settings/repository.ts'

const PROGRAM = path.join(REPOSITORY, 'tools/local/dist/bin/stage.js')

/** What the command in the stage sees of it. */
const LOOK = `
  const { Client } = require('pg')
  const database = new Client({ connectionString: process.env.DATABASE_URL })
  database.connect()
    .then(() => database.query('SELECT count(*)::int AS n FROM _prisma_migrations'))
    .then(({ rows }) => { console.log(JSON.stringify({ home: process.env.MARQUEE_HOME, ...rows[0] })); return database.end() })
    .then(() => process.exit(7))
`

function stage(script: string, env: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, [PROGRAM, process.execPath, '-e', script], {
    cwd: path.join(REPOSITORY, 'tools/local'),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

beforeAll(() => {
  spawnSync(path.join(REPOSITORY, 'node_modules/.bin/tsc'), ['-b', 'tools/local'], { cwd: REPOSITORY })
})

describe('npm run stage', () => {
  it('runs a command between its own, migrated parts, whatever parts are set, and passes its status on', async () => {
    const child = stage(LOOK, { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/real' })
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    const { home, n } = JSON.parse(said.toString()) as { home: string; n: number }
    expect(n).toBeGreaterThan(0)
    expect(await once(child, 'exit')).toEqual([7, null])
    expect(existsSync(home)).toBe(false)
  })

  it('hands a signal to the command, and leaves nothing behind', async () => {
    const child = stage('console.log(process.env.MARQUEE_HOME); setInterval(() => {}, 1000)')
    const [home] = (await once(child.stdout, 'data')) as [Buffer]
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([143, null])
    expect(existsSync(home.toString().trim())).toBe(false)
  })

  it('is swept by the next one when it was killed', async () => {
    const child = stage('console.log(process.pid, process.env.MARQUEE_HOME); setInterval(() => {}, 1000)')
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    const [pid = '', home = ''] = said.toString().trim().split(' ')
    // Before it is killed: another stage that starts may sweep it at once.
    const left = liveRunRecords(path.join(home, 'run')).filter(({ name }) => name !== 'supervisor')
    child.kill('SIGKILL')
    await once(child, 'exit')
    process.kill(Number(pid), 'SIGKILL')
    expect(left.map(({ name }) => name).sort()).toEqual(['object-store', 'postgres', 'redis'])

    expect(await once(stage(''), 'exit')).toEqual([0, null])
    await expect.poll(() => existsSync(home), { timeout: 20_000 }).toBe(false)
    for (const { pid: orphan } of left) expect(identifyProcess(orphan)).toBeUndefined()
  })
})
