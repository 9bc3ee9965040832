// npm run migration -w @marquee/schema -- <name>: writes the migration that prisma/*.prisma asks for,
// compared with the database at DATABASE_URL after its migrations are applied (`npm run stage -- …` gives one).
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { applyMigrations } from '../dist/migrate/index.js'
import { diffDatabaseAgainstSchema } from './schema-engine.mjs'

const name = process.argv[2]
const databaseUrl = process.env.DATABASE_URL
if (!name || !/^[a-z0-9_]+$/.test(name) || !databaseUrl) {
  console.error('usage: npm run stage -- npm run migration -w @marquee/schema -- <name_in_snake_case>')
  process.exit(64)
}

await applyMigrations(databaseUrl)
const sql = await diffDatabaseAgainstSchema(databaseUrl)
if (sql === '') {
  console.log('The migrations already say what the schema says.')
} else {
  const stamp = new Date().toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)
  const dir = path.resolve(import.meta.dirname, '../prisma/migrations', `${stamp}_${name}`)
  await mkdir(dir, { recursive: true })
  await writeFile(path.join(dir, 'migration.sql'), `${sql}\n`)
  console.log(path.join(dir, 'migration.sql'))
}
process.exit(0)
