import { describe, expect, it } from 'vitest'
import { joinDemands } from './demands.ts'

describe('joinDemands', () => {
  it('asks for what satisfies both, and for nothing where neither asks', () => {
    expect(
      joinDemands(
        { memoryMb: 2_000, encoders: ['libx265'] },
        { memoryMb: 1_000, encoders: ['libx265', 'h264_nvenc'] },
      ),
    ).toEqual({
      memoryMb: 2_000,
      encoders: ['h264_nvenc', 'libx265'],
    })
    expect(joinDemands(undefined, {})).toEqual({})
  })
})
