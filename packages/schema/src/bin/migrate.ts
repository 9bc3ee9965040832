import { applyMigrations } from '../migrate/apply-migrations.ts'

/** A deploy's job before its programs start: applies what the database at DATABASE_URL lacks, or exits with 1. */
const databaseUrl = process.env.DATABASE_URL
if (!databaseUrl) {
  console.error('DATABASE_URL is not set: which database should be migrated?')
  process.exit(78)
}
const { applied, alreadyApplied } = await applyMigrations(databaseUrl)
console.log(JSON.stringify({ msg: 'migrated', applied, alreadyApplied }))
