import {
  createTestBucket,
  removeTestBucket,
  type S3Account,
  type S3Candidate,
} from '@marquee/storage/conformance'

/** Any S3 whose account may make and remove a bucket; it is neither killed nor waited for. */
export function endpointCandidate(account: S3Account): S3Candidate {
  return {
    name: account.endpoint,
    killable: false,
    measurable: false,
    takesCorsRules: true,
    shortDays: false,
    differences: {},
    async start() {
      const bucket = await createTestBucket(account)
      return { account, bucket, close: () => removeTestBucket(account, bucket) }
    },
  }
}
