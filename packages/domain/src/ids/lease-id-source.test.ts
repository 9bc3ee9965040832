import type { Snowflake } from '@marquee/schema/ids'
import { createScratchDatabase, type ScratchDatabase } from '@marquee/schema/migrate'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeDatabase, createDatabase, type Database } from '../database/create-database.ts'
import { leaseIdSource, NoFreeIdLease } from './lease-id-source.ts'

let scratch: ScratchDatabase
let database: Database

beforeAll(async () => {
  scratch = await createScratchDatabase()
  database = createDatabase(scratch.url)
})
afterAll(async () => {
  await closeDatabase(database)
  await scratch.drop()
})

describe('leaseIdSource', () => {
  it('gives programs that start at once different worker numbers, so that ids never repeat', async () => {
    const sources = await Promise.all(
      Array.from({ length: 20 }, () => leaseIdSource(database, { region: 0 })),
    )
    const ids = sources.flatMap((source) => Array.from({ length: 500 }, () => source.next()))
    expect(new Set(ids).size).toBe(ids.length)
    await Promise.all(sources.map((source) => source.release()))
  })

  it('refuses the 33rd program of a region by name', async () => {
    const sources = await Promise.all(
      Array.from({ length: 32 }, () => leaseIdSource(database, { region: 1 })),
    )
    await expect(leaseIdSource(database, { region: 1 })).rejects.toBeInstanceOf(NoFreeIdLease)
    await Promise.all(sources.map((source) => source.release()))
  })

  it('takes over a number whose holder died and let it expire', async () => {
    await database.$executeRaw`
      INSERT INTO id_lease SELECT 64 + n, 'dead', now() - interval '1 second' FROM generate_series(0, 31) AS n`
    const source = await leaseIdSource(database, { region: 2 })
    expect(source.next()).toMatch(/^\d+$/)
    await source.release()
  })

  it('claims another number when its own went to somebody else while it could not renew', async () => {
    const source = await leaseIdSource(database, { region: 3, renewMs: 20 })
    const lost = workerOf(source.next())
    await database.$executeRaw`
      UPDATE id_lease SET holder = 'another', expires_at = now() + interval '1 minute' WHERE worker_id = ${96 + lost}`
    await vi.waitFor(() => expect(workerOf(source.next())).not.toBe(lost), 15_000)
    await source.release()
  })
})

const workerOf = (id: Snowflake) => Number((BigInt(id) >> 12n) & 31n)
