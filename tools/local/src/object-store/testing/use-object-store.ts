import { createS3Store, type ObjectStore } from '@marquee/storage'
import { afterAll, beforeAll } from 'vitest'
import { signedRequest, type TestAnswer, type TestRequest } from './signed-request.ts'
import {
  type RunningObjectStore,
  startObjectStore,
  TEST_BUCKET,
  TEST_CREDENTIALS,
  TEST_REGION,
} from './start-object-store.ts'

/** What a file of tests on the wire works with. */
export interface Wire {
  server(): RunningObjectStore
  /** The test bucket through our own adapter. */
  store(): ObjectStore
  /** A signed call as the test wants it. */
  call(test: TestRequest): Promise<TestAnswer>
}

/** Starts the real program for the tests of a file and stops it after them. */
export function useObjectStore(env: NodeJS.ProcessEnv = {}): Wire {
  let server: RunningObjectStore
  let store: ObjectStore
  beforeAll(async () => {
    server = await startObjectStore(env)
    store = storeOf(server)
  })
  afterAll(async () => {
    store.close()
    await server.close()
  })
  return { server: () => server, store: () => store, call: (test) => signedRequest(server.endpoint(), test) }
}

export function storeOf(server: RunningObjectStore): ObjectStore {
  const credentials = TEST_CREDENTIALS
  return createS3Store({ endpoint: server.endpoint(), region: TEST_REGION, bucket: TEST_BUCKET, credentials })
}
