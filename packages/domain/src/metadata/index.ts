export { announceVersion, type Change } from './announce-version.ts'
export { createMetadata, type Metadata } from './create-metadata.ts'
export type { ObjectRef } from './object-cache.ts'
