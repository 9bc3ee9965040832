export { applyMigrations, type MigrationReport } from './apply-migrations.ts'
export { assertMigrated, MigrationsMissing } from './assert-migrated.ts'
export { createScratchDatabase, type ScratchDatabase } from './scratch-database.ts'
