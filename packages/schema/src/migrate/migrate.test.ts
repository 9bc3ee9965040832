import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyMigrations } from './apply-migrations.ts'
import { assertMigrated, MigrationsMissing } from './assert-migrated.ts'
import { createScratchDatabase, type ScratchDatabase } from './scratch-database.ts'

let scratch: ScratchDatabase

beforeEach(async () => {
  scratch = await createScratchDatabase()
})
afterEach(() => scratch.drop())

async function query(sql: string) {
  const client = new Client({ connectionString: scratch.url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** The engine's WebAssembly wants a plain Node process, not a test runner's module loader. */
async function drift() {
  const program = path.resolve(import.meta.dirname, '../../tooling/print-drift.mjs')
  return (await promisify(execFile)(process.execPath, [program, scratch.url])).stdout
}

describe('applyMigrations', () => {
  it('applies each migration once, also when many programs start at once', async () => {
    await query('DROP SCHEMA public CASCADE')
    await query('CREATE SCHEMA public')
    const reports = await Promise.all(Array.from({ length: 6 }, () => applyMigrations(scratch.url)))
    expect(reports.filter(({ applied }) => applied.length > 0)).toHaveLength(1)
    const rows = await query('SELECT migration_name FROM _prisma_migrations')
    expect(new Set(rows.map((row) => row.migration_name)).size).toBe(rows.length)
  })

  it('refuses a migration that was edited after it was applied', async () => {
    await query(`UPDATE _prisma_migrations SET checksum = 'edited'`)
    await expect(applyMigrations(scratch.url)).rejects.toThrow(/edited/)
  })

  it('leaves the tables exactly as prisma/*.prisma says', async () => {
    expect(await drift()).toBe('')
    await query('ALTER TABLE video DROP COLUMN title')
    expect(await drift()).toContain('ADD COLUMN     "title"')
  })
})

describe('assertMigrated', () => {
  it('passes on a migrated database and names what an old one lacks', async () => {
    await assertMigrated(scratch.url)
    await query('DELETE FROM _prisma_migrations')
    await expect(assertMigrated(scratch.url)).rejects.toBeInstanceOf(MigrationsMissing)
  })
})
