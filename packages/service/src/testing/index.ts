export { openObjectStore, openRedis, openRelay, type StoppablePart } from './stoppable-parts.ts'
