export {
  askDatabase,
  closeDatabase,
  createDatabase,
  type Database,
  type Transaction,
} from './database/create-database.ts'
export { DatabaseUnavailable, isDatabaseUnavailable } from './database/database-unavailable.ts'
export { IdLeaseLost, type IdSource, leaseIdSource, NoFreeIdLease } from './ids/lease-id-source.ts'
