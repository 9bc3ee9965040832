export { type KnownRevisions, readKnownRevisions } from './known-revisions.ts'
export {
  type DueRevision,
  findDueRevisions,
  folderOf,
  forgetRevision,
  REVISION_GRACE_MS,
  retireRevision,
} from './retire-revision.ts'
