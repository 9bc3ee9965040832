export { openPostgres } from './open-postgres.ts'
export { seededRandom, shuffled } from './seeded-random.ts'
export { freePort, openObjectStore, openRedis, openRelay, type StoppablePart } from './stoppable-parts.ts'
