export {
  type ConformanceOptions,
  type ConformanceSubject,
  describeObjectStore,
} from './describe-object-store.ts'
export { describeS3 } from './s3/describe-s3.ts'
export type { Signer } from './s3/sign.ts'
export type { S3Account, S3Candidate, S3Subject } from './s3/subject.ts'
export { ALLOWED_ORIGINS } from './s3/subject.ts'
export { createTestBucket, removeTestBucket } from './s3/test-bucket.ts'
export { createWire, type Wire, type WireAnswer, type WireRequest } from './s3/wire.ts'
