import { describe, expect, it } from 'vitest'
import { mutateFile } from './mutate-file.ts'

describe('mutateFile', () => {
  it('makes a mutant of every seed, the same each time', () => {
    const bytes = Buffer.alloc(200, 'header')
    for (let seed = 0; seed < 5_000; seed += 1) {
      const mutant = mutateFile(bytes, seed)
      expect(mutateFile(bytes, seed).equals(mutant), `seed ${seed}`).toBe(true)
    }
    expect(bytes).toEqual(Buffer.alloc(200, 'header'))
  })
})
