export { type ExpiredUpload, expireUpload, findExpiredUploads } from './expire-upload.ts'
export {
  judgeParts,
  MAX_UPLOAD_BYTES,
  MIN_PART_BYTES,
  type PartPlan,
  type PartsVerdict,
  partLength,
  planParts,
} from './plan-parts.ts'
export { hasExpired, maySeeUpload, ownsUpload } from './policy.ts'
export {
  closeUpload,
  createUpload,
  findUnfinishedUpload,
  findUploadsByPublicIds,
  findUploadsByVideos,
  listAccountUploads,
  type NewUpload,
  type UploadRow,
} from './store.ts'
