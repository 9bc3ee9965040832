export { newTraceparent } from './new-traceparent.ts'
export type { ParallelismLimits } from './parts/adapt-parallelism.ts'
export type {
  Connectivity,
  PartTransport,
  PresignedPart,
  PutOutcome,
  PutRequest,
  UploadApi,
  UploadDetails,
  UploadRecord,
  UploadSource,
} from './ports.ts'
export type { RetryPolicy } from './retry.ts'
export { createUploadTask, type UploadTask, type UploadTaskSettings } from './task/create-upload-task.ts'
export { isSettled, type UploadEnd, type UploadSnapshot, type UploadState } from './task/upload-state.ts'
export {
  apiUnreachable,
  type ClientErrorCode,
  passesByItself,
  refusedByApi,
  UploadError,
  type UploadErrorCode,
} from './upload-error.ts'
