import { describe, expect, it } from 'vitest'
import { sampleFacts } from '../source/sample-facts.ts'
import type { ColourFacts, VideoFacts } from '../source/source-facts.ts'
import { standardPicture } from './colour-filters.ts'

const SIZE = { width: 640, height: 360 }
const SCALED = 'scale=640:360,setsar=1,'
const TAGGED = ',setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709'

function filtersOf(colour: Partial<ColourFacts>, video: Partial<VideoFacts> = {}): string {
  const { video: sample } = sampleFacts()
  return standardPicture({ ...sample, ...video, colour: { ...sample.colour, ...colour } }, SIZE)
}

describe('standardPicture', () => {
  it('only tags what is BT.709, or large enough to be taken for it', () => {
    expect(filtersOf({ matrix: 'bt709' })).toBe(`${SCALED}format=yuv420p${TAGGED}`)
    expect(filtersOf({})).toBe(`${SCALED}format=yuv420p${TAGGED}`)
    expect(filtersOf({ matrix: 'reserved' })).toBe(`${SCALED}format=yuv420p${TAGGED}`)
  })

  it('converts the matrix of BT.601, stated or of old', () => {
    const converted = 'colorspace=iall=smpte170m:fast=1:all=bt709:irange=tv:range=tv:format=yuv420p'
    expect(filtersOf({ matrix: 'bt470bg' })).toContain(converted)
    expect(filtersOf({}, { coded: { width: 720, height: 576 } })).toContain(converted)
    expect(filtersOf({}, { coded: { width: 720, height: 1280 } })).not.toContain('colorspace=i')
  })

  it('brings full range to studio range in the scaler', () => {
    const full = 'scale=640:360:in_range=pc:out_range=tv,'
    expect(filtersOf({ range: 'pc' })).toContain(full)
    expect(filtersOf({}, { pixelFormat: 'yuvj420p' })).toContain(full)
  })

  it('gives RGB the matrix that it is then said to have', () => {
    expect(filtersOf({}, { pixelFormat: 'rgb24' })).toContain(
      'scale=640:360:out_color_matrix=bt709:out_range=tv,',
    )
  })

  it('converts wide primaries in linear light', () => {
    const deep = { pixelFormat: 'yuv420p10le' }
    expect(filtersOf({ matrix: 'bt2020nc' }, deep)).toContain(
      'format=yuv420p10,colorspace=iall=bt2020:all=bt709',
    )
    expect(filtersOf({ primaries: 'smpte432' })).toContain(
      'ispace=bt709:iprimaries=smpte432:itrc=bt709:all=bt709',
    )
  })

  it.each(['smpte2084', 'arib-std-b67'])('maps %s to what every screen shows', (transfer) => {
    const filters = filtersOf(
      { transfer, primaries: 'bt2020', matrix: 'bt2020nc', hdr: true },
      { pixelFormat: 'yuv420p10le' },
    )
    expect(filters).toContain(
      `format=yuv420p10,zscale=primariesin=bt2020:transferin=${transfer}:matrixin=bt2020nc`,
    )
    expect(filters).toContain(',tonemap=mobius:peak=4.926:desat=0,zscale=')
    expect(filters.endsWith(`,format=yuv420p${TAGGED}`)).toBe(true)
  })
})
