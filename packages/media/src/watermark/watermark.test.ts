import { describe, expect, it } from 'vitest'
import { drawWatermark } from './draw-watermark.ts'
import { WATERMARK_CORNERS, watermarkBox } from './watermark.ts'

const FULL_HD = { width: 1920, height: 1080 }

describe('watermarkBox', () => {
  it('is a share of the width, in whole chroma samples, at a distance from the edges', () => {
    expect(watermarkBox({ size: 0.15 }, FULL_HD)).toEqual({ width: 288, height: 324, margin: 38 })
    expect(watermarkBox({ size: 0.15 }, { width: 426, height: 240 })).toEqual({
      width: 64,
      height: 72,
      margin: 8,
    })
    expect(watermarkBox({ size: 0.3 }, { width: 1080, height: 1920 })).toEqual({
      width: 324,
      height: 576,
      margin: 38,
    })
  })
})

describe('drawWatermark', () => {
  it.each(
    WATERMARK_CORNERS.map((corner) => [corner, corner.endsWith('left'), corner.startsWith('top')] as const),
  )('stands %s', (corner, left, top) => {
    const graph = drawWatermark('[0:v]scale=1920:1080', { corner, size: 0.15, opacity: 0.5 }, FULL_HD)
    const place = `overlay=x=${left ? '38' : 'W-w-38'}:y=${top ? '38' : 'H-h-38'}:format=yuv420`
    expect(graph).toMatch(new RegExp(`;\\[plain\\]\\[mark\\]${place}$`))
  })

  it('shines through, in the colours of the film', () => {
    const graph = drawWatermark('[0:v]null', { corner: 'top_left', size: 0.1, opacity: 0.25 }, FULL_HD)
    expect(graph).toContain(
      '[1:v]format=rgba,colorchannelmixer=aa=0.250,scale=out_color_matrix=bt709:out_range=tv,format=yuva420p[mark];[0:v]null[plain]',
    )
  })
})
