import { randomUUID } from 'node:crypto'
import { createSnowflakes, type Snowflake } from '@marquee/schema/ids'
import type { Database } from '../database/create-database.ts'

/** How long a claim outlives its last renewal; a program that cannot renew for this long gives no more ids. */
const LEASE_MS = 60_000
const RENEW_MS = 15_000
/** A number rests this long before the next program gets it, so that two clocks never meet in one millisecond. */
const HANDOVER_MS = 2_000
const WORKERS_PER_REGION = 32

export type IdSource = {
  /** Throws {@link IdLeaseLost}, or ClockSteppedBack. */
  next(): Snowflake
  release(): Promise<void>
}

/** All 32 worker numbers of the region are taken. */
export class NoFreeIdLease extends Error {
  constructor(region: number) {
    super(
      `All ${WORKERS_PER_REGION} worker numbers of region ${region} are leased. Stop a program, or use another REGION_ID.`,
    )
    this.name = 'NoFreeIdLease'
  }
}

/** The claim could not be renewed in time: another program may hold the number by now. */
export class IdLeaseLost extends Error {
  constructor() {
    super('The lease on this program’s worker number has run out; no id is given until it is renewed.')
    this.name = 'IdLeaseLost'
  }
}

/**
 * Claims a free worker number of the region in PostgreSQL and gives Snowflakes under it.
 * The row's primary key is region × 32 + worker, so that two regions never share a number. A program that could not
 * renew for so long that another has its number claims a new one.
 */
export async function leaseIdSource(
  database: Database,
  { region, renewMs = RENEW_MS }: { region: number; renewMs?: number },
): Promise<IdSource> {
  const holder = randomUUID()
  let slot = await claimSlot(database, region, holder)
  let snowflakes = createSnowflakes({ region, worker: slot % WORKERS_PER_REGION })
  let validUntilMs = performance.now() + LEASE_MS

  const renew = async () => {
    const askedAtMs = performance.now()
    const renewed = await database.$executeRaw`
      UPDATE id_lease SET expires_at = now() + ${LEASE_MS} * interval '1 millisecond'
       WHERE worker_id = ${slot} AND holder = ${holder}`
    if (renewed === 0) {
      validUntilMs = 0
      slot = await claimSlot(database, region, holder)
      snowflakes = createSnowflakes({ region, worker: slot % WORKERS_PER_REGION })
    }
    validUntilMs = askedAtMs + LEASE_MS
  }
  const timer = setInterval(() => {
    renew().catch(() => {
      // The database is away, or all numbers are taken: ids go on until the lease runs out, then next() refuses.
    })
  }, renewMs)
  timer.unref()

  return {
    next() {
      if (performance.now() > validUntilMs) throw new IdLeaseLost()
      return snowflakes.next()
    },
    async release() {
      clearInterval(timer)
      await database.$executeRaw`
        UPDATE id_lease SET expires_at = now() + ${HANDOVER_MS} * interval '1 millisecond'
         WHERE worker_id = ${slot} AND holder = ${holder}`
    },
  }
}

async function claimSlot(database: Database, region: number, holder: string): Promise<number> {
  const first = region * WORKERS_PER_REGION
  const last = first + WORKERS_PER_REGION - 1
  const rows = await database.$queryRaw<{ worker_id: number }[]>`
    INSERT INTO id_lease (worker_id, holder, expires_at)
    SELECT slot, ${holder}, now() + ${LEASE_MS} * interval '1 millisecond'
      FROM generate_series(${first}::int, ${last}::int) AS slot
     WHERE NOT EXISTS (SELECT 1 FROM id_lease WHERE worker_id = slot AND expires_at >= now())
     ORDER BY random() LIMIT 1
    ON CONFLICT (worker_id) DO UPDATE SET holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at
     WHERE id_lease.expires_at < now()
    RETURNING worker_id`
  const slot = rows[0]?.worker_id
  if (slot !== undefined) return slot
  const [free] = await database.$queryRaw<{ taken: bigint }[]>`
    SELECT count(*) AS taken FROM id_lease WHERE worker_id BETWEEN ${first} AND ${last} AND expires_at >= now()`
  if (Number(free?.taken ?? 0) >= WORKERS_PER_REGION) throw new NoFreeIdLease(region)
  return claimSlot(database, region, holder)
}
