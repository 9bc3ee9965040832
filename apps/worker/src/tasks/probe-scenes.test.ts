import { assumeFacts, planPipeline } from '@marquee/media'
import { describe, expect, it } from 'vitest'
import { CATALOGUE } from './task-types.ts'
import { makeClip } from './testing/footage.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { artefactOf, loadNamed, runAll, type TestSource, upload } from './testing/run-tasks.ts'

const bench = keepTaskBench('content-aware')

/** A minute of a picture, the same second over and over. */
function film(name: string, picture: string, seconds = 62): Promise<Buffer> {
  return makeClip(name, [
    ...['-f', 'lavfi', '-i', `${picture},loop=loop=-1:size=10`, '-t', String(seconds), '-c:v', 'libx264'],
    ...['-preset', 'ultrafast', '-crf', '12', '-g', '20', '-pix_fmt', 'yuv420p'],
  ])
}

async function probed(bytes: Uint8Array): Promise<TestSource> {
  const source = await upload(bench, bytes)
  await runAll(bench, source, ['inspect', 'probe-scenes', 'split'])
  return source
}

const FLAT = 'testsrc=s=640x360:r=10'
const crfsOf = (source: TestSource) =>
  artefactOf(source, 'stream').rungs.map(({ name, crf }) => `${name} ${crf}`)

describe('probe-scenes', () => {
  it('saves bytes of a drawn film, says how many at which quality, and its stream is announced so', async () => {
    const source = await probed(await film('probe-flat.mp4', FLAT))
    const { choice, scenesAtMs, remark } = artefactOf(source, 'ladder')
    expect(scenesAtMs).toHaveLength(3)
    expect(choice?.saved).toBeGreaterThan(0.1)
    expect(choice?.ssim).toBeGreaterThan(0.98)
    expect(remark).toMatch(/^Saves \d+ % of the bytes at SSIM 0\.9\d\d against /)
    expect(crfsOf(source)[0]).toBe('360p 26')
    const { rungs, head } = artefactOf(source, 'stream')
    expect(head.pictures.map(({ name }) => name)).toEqual(rungs.map(({ name }) => name))
    for (const [index, { maxRateKbps }] of rungs.entries())
      expect(head.pictures[index]?.peakBitrate).toBeGreaterThanOrEqual(maxRateKbps * 1000)
  })

  it('takes nothing from a film full of noise', async () => {
    const source = await probed(await film('probe-noise.mp4', 'testsrc=s=426x240:r=5,noise=alls=40:allf=t'))
    const { choice, remark } = artefactOf(source, 'ladder')
    expect(choice?.saved).toBe(0)
    expect(remark).toMatch(/^Keeps the usual ladder: SSIM 0\.\d+, measured in 3 scenes of one size\.$/)
    expect(crfsOf(source)).toEqual(['240p 24'])
  })

  it.each([
    ['is short', 'testsrc=s=160x90:r=10', 10, 'too-short', 'shorter than 60 s'],
    ['shows nothing', 'color=black:s=160x90:r=10', 62, 'blank', 'blank'],
  ])('keeps the usual ladder of a film that %s, and says so', async (_, picture, seconds, reason, why) => {
    const source = await probed(await film(`probe-${seconds}-${why.slice(0, 5)}.mp4`, picture, seconds))
    const { choice, scenesAtMs, unmeasured, remark } = artefactOf(source, 'ladder')
    expect([choice, scenesAtMs, unmeasured]).toEqual([null, [], reason])
    expect(remark).toMatch(/^Keeps the usual ladder, unmeasured\. /)
    expect(remark).toContain(why)
    expect(crfsOf(source)).toEqual(['90p 24'])
  })
})

describe('a plan with probe-scenes', () => {
  const camera = { width: 1920, height: 1080, frameRate: 25, videoCodec: 'h264', audioCodec: 'aac' }

  it.each([
    [60, 0.26],
    [600, 0.05],
  ])('counts of %i s no more than a share of %d of the encode', async (seconds, share) => {
    const definition = await loadNamed('content-aware')
    const plan = planPipeline(definition, CATALOGUE, assumeFacts({ seconds, ...camera }))
    const costOf = (type: string) =>
      (plan.ok ? plan.tasks.find((task) => task.type === type)?.cost : null) ?? Number.NaN
    expect(costOf('probe-scenes')).toBeGreaterThan(0)
    expect(costOf('probe-scenes') / costOf('encode')).toBeLessThan(share)
  })
})
