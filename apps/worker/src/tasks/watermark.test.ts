import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planPipeline, type RunWatermark } from '@marquee/media'
import { execa } from 'execa'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { loadDefinitions, SHIPPED_DEFINITIONS } from '../pipeline/load-definitions.ts'
import { sampleFacts } from '../pipeline/testing/sample-outputs.ts'
import { CATALOGUE } from './task-types.ts'
import { makeClip, writeBelow } from './testing/footage.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { artefactOf, firstSegment, runAll, upload } from './testing/run-tasks.ts'

const bench = keepTaskBench()

const BLACK = [
  ...['-f', 'lavfi', '-i', 'color=c=black:s=640x360:r=25:d=2', '-c:v', 'libx264', '-preset', 'ultrafast'],
  ...['-pix_fmt', 'yuv420p', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
]

interface Pixels {
  /** Red, green, blue; 0 to 255. */
  at(x: number, y: number): readonly [number, number, number]
}

/** The first picture of a rung of a black film with a square of a colour in it. */
async function marked(colour: string, watermark: Omit<RunWatermark, 'key'>, rungs: readonly string[]) {
  const key = `channels/test/${colour}.png`
  const square = sharp({ create: { width: 50, height: 50, channels: 4, background: colour } })
  await bench.stores.originals.put(key, await square.png().toBuffer())
  const source = await upload(bench, await makeClip('black-640-2s.mp4', BLACK))
  await runAll(bench, source, ['inspect', 'split', 'encode'], { watermark: { ...watermark, key } })
  const { revision } = artefactOf(source, 'stream')
  return Promise.all(rungs.map(async (rung) => readPixels(await firstSegment(bench, revision, rung))))
}

async function readPixels(film: Buffer): Promise<Pixels> {
  const folder = await mkdtemp(join(tmpdir(), 'marquee-pixels-'))
  const path = await writeBelow(folder, 'film.mp4', film)
  const toRgb = ['-vf', 'scale=in_color_matrix=bt709', '-pix_fmt', 'rgb24', '-f', 'image2', '-c:v', 'png']
  await execa('ffmpeg', ['-v', 'error', '-i', path, '-frames:v', '1', ...toRgb, join(folder, 'picture.png')])
  const { data, info } = await sharp(join(folder, 'picture.png')).raw().toBuffer({ resolveWithObject: true })
  await rm(folder, { recursive: true })
  return {
    at: (x, y) => {
      const place = (Math.round(y) * info.width + Math.round(x)) * info.channels
      return [data[place] ?? -1, data[place + 1] ?? -1, data[place + 2] ?? -1]
    },
  }
}

describe('a film with a watermark', () => {
  it('shows it at its place, as large and as clear as it was asked for, in every rung', async () => {
    const place = { corner: 'bottom_right', size: 0.25, opacity: 0.5 } as const
    const pictures = await marked('white', place, ['360p', '240p'])
    // At 640 × 360 it is 108 pixels high, a share of 0.3, and 12 away from the edges.
    const [left, top, side] = [640 - 12 - 108, 360 - 12 - 108, 108]
    for (const [index, { at }] of pictures.entries()) {
      const scale = index === 0 ? 1 : 240 / 360
      const grey = (x: number, y: number) => at(x * scale, y * scale)[0]
      for (const inside of [grey(left + 5, top + 5), grey(left + side - 6, top + side - 6)]) {
        expect(inside).toBeGreaterThan(127 - 14)
        expect(inside).toBeLessThan(127 + 14)
      }
      for (const outside of [
        grey(left - 8, top + 50),
        grey(left + 50, top - 8),
        grey(634, 354),
        grey(20, 20),
      ])
        expect(outside).toBeLessThan(20)
    }
  })

  it('shows its colours as they are', async () => {
    const [picture] = await marked('red', { corner: 'top_left', size: 0.1, opacity: 1 }, ['240p'])
    const [red = 0, green = 255, blue = 255] = picture?.at(20, 20) ?? []
    expect(red).toBeGreaterThan(240)
    expect([green < 14, blue < 14]).toEqual([true, true])
  })
})

describe('the plan of a film with a watermark', () => {
  it('has nothing without it: a source that could be watched as it is grows in its own renditions', async () => {
    const { definitions } = await loadDefinitions([SHIPPED_DEFINITIONS], CATALOGUE)
    const standard = definitions.find(({ name }) => name === 'standard') ?? expect.fail('no standard')
    const decisions = (watermark: boolean) => {
      const plan = planPipeline(standard, CATALOGUE, sampleFacts(), { watermark, downloads: false })
      if (!plan.ok) expect.fail('no plan')
      return Object.fromEntries(plan.tasks.map(({ name, decision }) => [name, decision]))
    }
    expect(decisions(false)).toMatchObject({ 'publish-source': 'run', 'encode-first': 'skip' })
    expect(decisions(true)).toMatchObject({
      ...{ 'publish-source': 'skip', 'encode-first': 'run', 'publish-growing': 'run' },
      ...{ encode: 'run', publish: 'run' },
    })
  })

  it('leaves out what shows the source, whatever a definition says', () => {
    const definition = {
      ...{ name: 'own', version: 1 },
      tasks: [
        { name: 'inspect', type: 'inspect', inputs: [], outputs: ['facts'] },
        { name: 'remux', type: 'remux', inputs: ['facts'], outputs: ['streams'] },
        { name: 'publish', type: 'publish', inputs: ['facts', 'streams'], outputs: ['publication'] },
      ],
    }
    const plan = planPipeline(definition, CATALOGUE, sampleFacts(), {
      watermark: true,
      downloads: false,
    })
    expect(plan.ok && plan.tasks.map(({ decision }) => decision)).toEqual(['run', 'skip', 'skip'])
  })
})
