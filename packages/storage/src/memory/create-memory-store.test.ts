import { describeObjectStore } from '../conformance/index.ts'
import { createMemoryStore } from './create-memory-store.ts'

describeObjectStore('in memory', async () => {
  const store = createMemoryStore()
  return { store, fetch: store.fetch, close: async () => store.close() }
})
