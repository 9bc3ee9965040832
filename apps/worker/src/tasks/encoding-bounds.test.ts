import { costOfPictures, PICTURE_CODECS, selectRungs } from '@marquee/media'
import { describe, expect, it } from 'vitest'
import { sampleFacts } from '../pipeline/testing/sample-outputs.ts'
import { encode } from './encode.ts'
import { encodingBounds } from './encoding-bounds.ts'
import { probeScenes } from './probe-scenes.ts'

const SIZE = { width: 3840, height: 2160 }
const FRAME_RATE = { numerator: 60, denominator: 1 }
const video = {
  ...{ ...sampleFacts().video, coded: SIZE, display: SIZE, frameRate: FRAME_RATE, bitrate: 80_000_000 },
  peakBitrate: 80_000_000,
}

describe('encodingBounds', () => {
  it.each(
    PICTURE_CODECS.flatMap((codec) =>
      [encode, probeScenes].map(({ contract }) => [codec, contract.type, contract.cost] as const),
    ),
  )(
    'lets 2160p60 be made into %s by %s, with a preset that takes several times as long',
    (codec, _, model) => {
      const cost = costOfPictures(model, video, selectRungs({ video }, { codec }))
      expect(cost).toBeGreaterThan(4)
      for (const seconds of [2, 8, 20]) {
        const { timeoutMs, cpuSeconds } = encodingBounds(seconds * 1000, cost)
        // On one processor.
        expect(timeoutMs / 1000).toBeGreaterThan(5 * seconds * cost)
        expect(cpuSeconds).toBeGreaterThanOrEqual(timeoutMs / 1000)
      }
    },
  )

  it('leaves a slow machine its time with small pictures', () => {
    expect(encodingBounds(20_000, 0.1).timeoutMs).toBe(1_400_000)
  })
})
