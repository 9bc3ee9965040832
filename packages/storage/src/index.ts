export * from './errors.ts'
export { createMemoryStore, type MemoryStore } from './memory/create-memory-store.ts'
export type * from './port.ts'
export { createS3Store, type S3Settings } from './s3/create-s3-store.ts'
