import { createHash } from 'node:crypto'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { makeClip } from './testing/footage.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { artefactOf, firstSegment, runAll, upload } from './testing/run-tasks.ts'

const bench = keepTaskBench()

const CLAY = '0xC86432'
const SIZE = 's=320x240:r=10:d=0.5'
const LOSSLESS = '-c:v ffv1 -f matroska'

/** A plain clay-coloured clip, and how it was stored. */
const STORED = [
  ['BT.709', '-vf scale=out_color_matrix=bt709:out_range=tv,format=yuv420p -colorspace bt709'],
  ['BT.601, stated', '-vf scale=out_color_matrix=bt601:out_range=tv,format=yuv420p -colorspace smpte170m'],
  ['BT.601, by its size', '-vf scale=out_color_matrix=bt601:out_range=tv,format=yuv420p'],
  [
    'BT.601, full range',
    '-vf scale=out_color_matrix=bt601:out_range=pc,format=yuv420p -colorspace bt470bg -color_range pc',
  ],
  [
    'BT.709, full range',
    '-vf scale=out_color_matrix=bt709:out_range=pc,format=yuv420p -colorspace bt709 -color_range pc',
  ],
  [
    'BT.2020 without HDR',
    '-vf scale=out_color_matrix=bt709:out_range=tv,format=yuv420p10,colorspace=iall=bt709:all=bt2020:irange=tv:range=tv -colorspace bt2020nc -color_primaries bt2020',
  ],
  ['RGB', '-vf format=bgr0'],
] as const

describe('a colour', () => {
  it.each(STORED)('comes out as it went in: %s', async (_, storage) => {
    const [red, green, blue] = await seen(`-f lavfi -i color=${CLAY}:${SIZE} ${storage} ${LOSSLESS}`)
    expect(red).toBeCloseTo(200, -1)
    expect(green).toBeCloseTo(100, -1)
    expect(blue).toBeCloseTo(50, -1)
  })
})

/** Ten-bit codes of grey at a luminance, studio range: ITU-R BT.2100 tables 4 (PQ) and 5 (HLG, nominal peak 1,000 cd/m²). */
const HDR_GREYS = [
  ['smpte2084', 'black', 64, 0, 3],
  ['smpte2084', '26 cd/m², 18 % grey', 398, 95, 125],
  ['smpte2084', '203 cd/m², white paper', 573, 195, 225],
  ['smpte2084', '1,000 cd/m², a lamp', 723, 250, 255],
  ['arib-std-b67', 'black', 64, 0, 3],
  ['arib-std-b67', '203 cd/m², white paper', 721, 195, 225],
  ['arib-std-b67', '1,000 cd/m², a lamp', 940, 250, 255],
] as const

describe('HDR', () => {
  it.each(HDR_GREYS)('%s: %s', async (transfer, _, code, least, most) => {
    const tags = `-color_trc ${transfer} -color_primaries bt2020 -colorspace bt2020nc -color_range tv`
    const grey = `-vf format=yuv420p10le,geq=lum=${code}:cb=512:cr=512`
    const [red, green, blue] = await seen(`-f lavfi -i color=gray:${SIZE} ${grey} ${tags} ${LOSSLESS}`)
    expect(green).toBeGreaterThanOrEqual(least)
    expect(green).toBeLessThanOrEqual(most)
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThanOrEqual(3)
  })
})

/** Red, green and blue of a rendition's first pixel, for a player that believes its tags. */
async function seen(drawing: string): Promise<readonly [number, number, number]> {
  const name = `colour-${createHash('sha256').update(drawing).digest('hex').slice(0, 12)}`
  const source = await upload(bench, await makeClip(name, drawing.split(' ')))
  await runAll(bench, source, ['inspect', 'split', 'encode'])
  const { revision, head } = artefactOf(source, 'stream')
  const rendition = await firstSegment(bench, revision, head.pictures[0]?.name ?? '')
  const { stdout } = await execa(
    'ffmpeg',
    ['-v', 'error', '-f', 'mp4', '-i', 'pipe:0', ...FIRST_PIXEL, '-'],
    {
      input: rendition,
      encoding: 'buffer',
    },
  )
  const [red = 0, green = 0, blue = 0] = stdout
  return [red, green, blue]
}

const FIRST_PIXEL = [
  '-vf',
  'scale=out_range=pc,format=rgb24,crop=1:1:0:0',
  '-frames:v',
  '1',
  '-f',
  'rawvideo',
]
