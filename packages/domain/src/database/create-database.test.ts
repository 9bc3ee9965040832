import { createScratchDatabase } from '@marquee/schema/migrate'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTcpProxy, type TcpProxy } from '../testing/tcp-proxy.ts'
import {
  askDatabase,
  closeDatabase,
  createDatabase,
  type Database,
  type Transaction,
} from './create-database.ts'
import { DatabaseUnavailable } from './database-unavailable.ts'

let scratch: Awaited<ReturnType<typeof createScratchDatabase>>
let proxy: TcpProxy
let database: Database
/** Asked once more after a machine is gone: a busy one that takes a second or two for that is not gone too. */
let patient: Database

beforeAll(async () => {
  scratch = await createScratchDatabase()
  proxy = await startTcpProxy(scratch.url)
  database = createDatabase(proxy.url, { connections: 2, answerWithinMs: 1_500 })
  patient = createDatabase(proxy.url, { connections: 2, answerWithinMs: 4_000 })
})
afterAll(async () => {
  proxy.cut()
  await Promise.all([closeDatabase(database), closeDatabase(patient)])
  proxy.close()
  await scratch.drop()
})

describe('a primary whose machine vanishes, and another that takes its address', () => {
  it('costs what was asked of it an error, and nothing that is asked later', async () => {
    const both = () => Promise.allSettled([askDatabase(patient), askDatabase(patient)])
    await both()
    proxy.strand()
    const failures = (await both()).map((end) => end.status === 'rejected' && end.reason)
    expect(failures).toEqual([expect.any(DatabaseUnavailable), expect.any(DatabaseUnavailable)])
    await askDatabase(patient)
  })

  it('costs the transaction that was open as much', async () => {
    const cut = database.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1`
      proxy.strand()
      await tx.$queryRaw`SELECT 2`
    })
    await expect(cut).rejects.toThrow(DatabaseUnavailable)
    // Its connection is given back as if nothing were, and given up by who is next.
    await vi.waitFor(() => Promise.all([askDatabase(database), askDatabase(database)]), 20_000)
  })
})

describe('a program whose machine vanishes in the middle of a transaction', () => {
  it('holds no lock for longer than a statement may take', async () => {
    const others = createDatabase(scratch.url)
    const lock = (tx: Transaction) => tx.$executeRaw`SELECT pg_advisory_xact_lock(1)`
    const held = database.$transaction(async (tx) => {
      await lock(tx)
      proxy.strand()
      throw new Error('gone')
    })
    await expect(held).rejects.toThrow()
    await others.$transaction(lock)
    await closeDatabase(others)
  })
})
