import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import type { ObjectStore } from '../port.ts'
import { listingBehaviour } from './listing.ts'
import { multipartBehaviour } from './multipart.ts'
import { readingBehaviour } from './reading.ts'
import { writingBehaviour } from './writing.ts'

/** A store to be judged, and how to call its presigned URLs. */
export interface ConformanceSubject {
  store: ObjectStore
  fetch: (url: string, init?: RequestInit) => Promise<Response>
  close(): Promise<void>
}

/** What a group of tests works with: a subject, a key prefix of its own, a scratch folder. */
export interface Bench {
  store: ObjectStore
  fetch: ConformanceSubject['fetch']
  prefix: string
  scratch: string
}

/** A cluster may stand behind it. */
const START_WITHIN_MS = 180_000

export interface ConformanceOptions {
  /** False where another subject has the same one: more than a page of keys takes seconds to write. */
  listing?: boolean
}

/** Registers with vitest what every ObjectStore must do; each adapter runs it against the real thing behind it. */
export function describeObjectStore(
  name: string,
  makeSubject: () => Promise<ConformanceSubject>,
  { listing = true }: ConformanceOptions = {},
): void {
  describe(`ObjectStore: ${name}`, () => {
    let subject: ConformanceSubject
    let scratch: string
    const prefix = `conformance/${Date.now().toString(36)}`

    beforeAll(async () => {
      scratch = await mkdtemp(join(tmpdir(), 'marquee-conformance-'))
      subject = await makeSubject()
    }, START_WITHIN_MS)
    afterAll(async () => {
      await subject.store.deletePrefix(`${prefix}/`)
      await subject.close()
      await rm(scratch, { recursive: true, force: true })
    }, START_WITHIN_MS)

    const bench = (group: string) => (): Bench => ({ ...subject, scratch, prefix: `${prefix}/${group}` })
    writingBehaviour(bench('writing'))
    readingBehaviour(bench('reading'))
    if (listing) listingBehaviour(bench('listing'))
    multipartBehaviour(bench('multipart'))
  })
}
