import { createTestBucket, type S3Candidate } from '@marquee/storage/conformance'
import { CEPH_DAY_SECONDS } from './ceph/configuration.ts'
import { CEPH_DIFFERENCES } from './ceph/differences.ts'
import { startCeph } from './ceph/start-ceph.ts'

/** Ceph's RADOS Gateway as Debian packages it, on a cluster of its own. */
export const cephCandidate: S3Candidate = {
  name: 'Ceph RADOS Gateway',
  killable: true,
  // Its memory is Ceph's own affair.
  measurable: false,
  takesCorsRules: true,
  shortDays: true,
  differences: CEPH_DIFFERENCES,
  async start() {
    const ceph = await startCeph()
    const { account } = ceph
    return {
      account,
      bucket: await createTestBucket(account),
      lifecycleDayMs: CEPH_DAY_SECONDS * 1_000,
      async killAndRestart() {
        await ceph.killAndRestart()
        return account
      },
      close: () => ceph.close(),
    }
  },
}
