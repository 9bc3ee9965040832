import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { type Migration, readMigrations } from './read-migrations.ts'

/** The key the stock Prisma CLI locks as well, so that both may run at once. */
const ADVISORY_LOCK_KEY = 72707369

/** The stock CLI's own bookkeeping, column for column. */
const BOOKKEEPING_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`

export type MigrationReport = { applied: string[]; alreadyApplied: number }

/**
 * Brings a database to the committed schema, as `prisma migrate deploy` does, where its engine cannot be
 * downloaded. Each migration and its bookkeeping row are one transaction; an advisory lock lets many
 * starters call this at once. Throws where a recorded migration was edited or half-applied.
 */
export async function applyMigrations(databaseUrl: string): Promise<MigrationReport> {
  const migrations = await readMigrations()
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK_KEY])
    await client.query(BOOKKEEPING_TABLE)
    const pending = await findPending(client, migrations)
    for (const migration of pending) await applyOne(client, migration)
    return { applied: pending.map(({ name }) => name), alreadyApplied: migrations.length - pending.length }
  } finally {
    await client.end()
  }
}

async function findPending(client: Client, migrations: Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  )
  const recorded = new Map(rows.map((row) => [row.migration_name, row]))
  return migrations.filter((migration) => {
    const row = recorded.get(migration.name)
    if (!row) return true
    if (!row.finished)
      throw new Error(
        `Migration ${migration.name} was left half-applied; resolve it with "prisma migrate resolve".`,
      )
    if (row.checksum !== migration.checksum)
      throw new Error(`Migration ${migration.name} was edited after it was applied.`)
    return false
  })
}

async function applyOne(client: Client, migration: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(migration.sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
       VALUES ($1, $2, now(), $3, 1)`,
      [randomUUID(), migration.checksum, migration.name],
    )
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK')
    throw new Error(`Migration ${migration.name} failed; nothing of it was kept.`, { cause })
  }
}
