export { openPostgres } from './open-postgres.ts'
export { openObjectStore, openRedis, openRelay, type StoppablePart } from './stoppable-parts.ts'
