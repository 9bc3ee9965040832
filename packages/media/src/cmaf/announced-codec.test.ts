import { describe, expect, it } from 'vitest'
import { PICTURE_CODECS } from '../ladder/ladder.ts'
import { sampleRung } from '../ladder/sample-rung.ts'
import { selectRungs } from '../ladder/select-rungs.ts'
import { sampleFacts } from '../source/sample-facts.ts'
import { announcedCodec } from './announced-codec.ts'

const small = sampleRung({ width: 426, height: 240, maxRateKbps: 450, profile: 'main' })

describe('announcedCodec', () => {
  it('names profile, constraints and level', () => {
    expect(announcedCodec(sampleRung(), 'veryfast')).toBe('avc1.640028')
    expect(announcedCodec(small, 'veryfast')).toBe('avc1.4d4015')
    expect(announcedCodec(small, 'ultrafast')).toBe('avc1.42c015')
  })

  it.each([
    [2160, 60, ['avc1.640034', 'hvc1.1.6.L153.90', 'vp09.00.51.08', 'av01.0.13M.08']],
    [1080, 25, ['avc1.640028', 'hvc1.1.6.L120.90', 'vp09.00.40.08', 'av01.0.08M.08']],
    [1080, 60, ['avc1.64002a', 'hvc1.1.6.L123.90', 'vp09.00.41.08', 'av01.0.09M.08']],
    [720, 30, ['avc1.64001f', 'hvc1.1.6.L93.90', 'vp09.00.31.08', 'av01.0.05M.08']],
    [360, 25, ['avc1.4d401e', 'hvc1.1.6.L63.90', 'vp09.00.21.08', 'av01.0.01M.08']],
  ])('is, of the best rung of %ip%i, %j', (lines, numerator, codecs) => {
    const display = { width: Math.round((lines * 16) / 9), height: lines }
    const facts = sampleFacts({ display, frameRate: { numerator, denominator: 1 } })
    const found = PICTURE_CODECS.flatMap((codec) => selectRungs(facts, { codec, rungs: 1 }))
    expect(found.map((rung) => announcedCodec(rung, 'medium'))).toEqual(codecs)
  })
})
