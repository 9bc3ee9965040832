import { createS3Store } from '@marquee/storage'
import { describeObjectStore } from '@marquee/storage/conformance'
import { startObjectStore, TEST_BUCKET, TEST_CREDENTIALS, TEST_REGION } from './testing/start-object-store.ts'

describeObjectStore('S3 adapter on the embedded store', async () => {
  const server = await startObjectStore()
  const store = createS3Store({
    endpoint: server.endpoint(),
    region: TEST_REGION,
    bucket: TEST_BUCKET,
    credentials: TEST_CREDENTIALS,
  })
  return {
    store,
    fetch,
    async close() {
      store.close()
      await server.close()
    },
  }
})
