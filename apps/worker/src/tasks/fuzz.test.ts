import { beforeAll, describe, expect, it } from 'vitest'
import { type FuzzBase, fuzzInspection } from './testing/fuzz-inspection.ts'
import { readFuzzBases } from './testing/read-fuzz-bases.ts'

/** The same mutants each time, as many as fit; `fuzz.long.test.ts` begins anew each time. */
const SEED = 1
const FOR_MS = 6_000

let bases: readonly FuzzBase[]

beforeAll(async () => {
  bases = await readFuzzBases()
})

describe('inspecting files with damaged headers', () => {
  it('ends with facts or a code of the source, in bounds, and leaves nothing', {
    timeout: 120_000,
  }, async () => {
    const outcomes = await fuzzInspection({ bases, seed: SEED, forMs: FOR_MS })
    console.info(`fuzzing from seed ${SEED}:`, outcomes)
    expect(Object.keys(outcomes).length).toBeGreaterThan(1)
  })
})
