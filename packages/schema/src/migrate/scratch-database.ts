import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { applyMigrations } from './apply-migrations.ts'

/** A migrated database of a test's own, on the server that `npm run stage` provides. */
export type ScratchDatabase = { url: string; drop(): Promise<void> }

/** Throws where DATABASE_URL names no server: run the test under `npm run stage`. */
export async function createScratchDatabase(serverUrl = process.env.DATABASE_URL): Promise<ScratchDatabase> {
  if (!serverUrl)
    throw new Error('DATABASE_URL is not set. Run this test under `npm run stage -- npx vitest run …`.')
  const name = `scratch_${randomBytes(6).toString('hex')}`
  await execute(serverUrl, `CREATE DATABASE ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await applyMigrations(url.href)
  return { url: url.href, drop: () => execute(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`) }
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
