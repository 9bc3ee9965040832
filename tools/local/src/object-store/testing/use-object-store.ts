import { createS3Store, type ObjectStore } from '@marquee/storage'
import { createWire, type Wire } from '@marquee/storage/conformance'
import { afterAll, beforeAll } from 'vitest'
import {
  type RunningObjectStore,
  startObjectStore,
  TEST_BUCKET,
  TEST_CREDENTIALS,
  TEST_REGION,
} from './start-object-store.ts'

/** What a file of tests on the wire works with. */
export interface Bench extends Pick<Wire, 'call'> {
  server(): RunningObjectStore
  /** The test bucket through our own adapter. */
  store(): ObjectStore
  wire(): Wire
}

/** Starts the real program for the tests of a file and stops it after them. */
export function useObjectStore(env: NodeJS.ProcessEnv = {}): Bench {
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
  const wire = () => {
    const account = { endpoint: server.endpoint(), region: TEST_REGION, credentials: TEST_CREDENTIALS }
    return createWire(account, TEST_BUCKET)
  }
  return { server: () => server, store: () => store, wire, call: (test) => wire().call(test) }
}

export function storeOf(server: RunningObjectStore): ObjectStore {
  const credentials = TEST_CREDENTIALS
  return createS3Store({ endpoint: server.endpoint(), region: TEST_REGION, bucket: TEST_BUCKET, credentials })
}
