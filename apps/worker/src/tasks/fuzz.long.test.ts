import { describe, expect, it } from 'vitest'
import { fuzzInspection } from './testing/fuzz-inspection.ts'
import { readFuzzBases } from './testing/read-fuzz-bases.ts'

const MINUTES = 60_000
/** Give MARQUEE_FUZZ_SEED the number that a failure named, and its mutant comes first. */
const SEED = Number(process.env.MARQUEE_FUZZ_SEED ?? Date.now() % 2 ** 31)

describe('files with damaged headers', () => {
  it('end with a poster and a rendition or a code of the source', { timeout: 15 * MINUTES }, async () => {
    console.info(`fuzzing from seed ${SEED}`)
    const outcomes = await fuzzInspection({
      bases: await readFuzzBases(),
      seed: SEED,
      forMs: 10 * MINUTES,
      afterwards: ['poster', 'split', 'encode'],
    })
    console.info(outcomes)
    expect(Object.keys(outcomes).length).toBeGreaterThan(1)
  })
})
