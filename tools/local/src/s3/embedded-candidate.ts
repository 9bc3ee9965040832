import { readFileSync } from 'node:fs'
import { ALLOWED_ORIGINS, type S3Account, type S3Candidate } from '@marquee/storage/conformance'
import {
  type RunningObjectStore,
  startObjectStore,
  TEST_BUCKET,
  TEST_CREDENTIALS,
  TEST_REGION,
} from '../object-store/testing/start-object-store.ts'

const DAY_SECONDS = 1

/** The store that `npm start` brings, as a process of its own. */
export const embeddedCandidate: S3Candidate = {
  name: 'embedded store',
  killable: true,
  // Only Linux counts the peak.
  measurable: process.platform === 'linux',
  takesCorsRules: false,
  shortDays: true,
  differences: {},
  async start() {
    const server = await startObjectStore({
      OBJECT_STORE_CORS_ORIGINS: ALLOWED_ORIGINS.join(','),
      OBJECT_STORE_DAY_SECONDS: String(DAY_SECONDS),
    })
    return {
      account: accountOf(server),
      bucket: TEST_BUCKET,
      lifecycleDayMs: DAY_SECONDS * 1_000,
      peakResidentKb: () => peakResidentKb(server.pid()),
      async killAndRestart() {
        await server.restart('SIGKILL')
        return accountOf(server)
      },
      close: () => server.close(),
    }
  },
}

function accountOf(server: RunningObjectStore): S3Account {
  return { endpoint: server.endpoint(), region: TEST_REGION, credentials: TEST_CREDENTIALS }
}

function peakResidentKb(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}
