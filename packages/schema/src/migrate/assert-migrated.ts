import { Client } from 'pg'
import { readMigrations } from './read-migrations.ts'

/** The database lacks migrations this program was built with. Exit, and let the deploy job apply them. */
export class MigrationsMissing extends Error {
  readonly missing: string[]
  constructor(missing: string[]) {
    super(
      `The database lacks ${missing.length} migration(s): ${missing.join(', ')}. Run the migrate program first.`,
    )
    this.name = 'MigrationsMissing'
    this.missing = missing
  }
}

/** What every program checks at its start; it never migrates by itself. Throws {@link MigrationsMissing}. */
export async function assertMigrated(databaseUrl: string): Promise<void> {
  const migrations = await readMigrations()
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const known = await client.query<{ exists: boolean }>(
      `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
    )
    const { rows } = known.rows[0]?.exists
      ? await client.query<{ migration_name: string }>(
          'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL',
        )
      : { rows: [] }
    const applied = new Set(rows.map((row) => row.migration_name))
    const missing = migrations.map(({ name }) => name).filter((name) => !applied.has(name))
    if (missing.length > 0) throw new MigrationsMissing(missing)
  } finally {
    await client.end()
  }
}
