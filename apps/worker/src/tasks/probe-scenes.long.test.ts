import { expect, it } from 'vitest'
import { FOOTAGE, makeClip, readFootage } from './testing/footage.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { artefactOf, runAll, upload } from './testing/run-tasks.ts'

/** Two cores that others work on too. */
const WITHIN_MS = 15 * 60_000

const bench = keepTaskBench('content-aware')

it('measures a real film', { timeout: WITHIN_MS }, async ({ skip }) => {
  if (FOOTAGE === null) return skip('there is no footage on this machine (MARQUEE_FOOTAGE)')
  const source = await upload(bench, await readFootage('bbb_1080p25_62s.mp4'))
  await runAll(bench, source, ['inspect', 'probe-scenes'])
  const { choice, scenesAtMs } = artefactOf(source, 'ladder')
  expect(scenesAtMs).toHaveLength(3)
  // At the bench's preset, ultrafast, its hardest scene has no quality to spare.
  expect(choice?.saved).toBe(0)
  const seen = choice?.rungs.map(({ usual }) => usual.ssim) ?? []
  expect(seen).toHaveLength(5)
  expect(seen).toEqual(seen.toSorted((one, other) => other - one))
  expect(seen[0]).toBeGreaterThan(0.97)
})

it('leaves out a size that shows nothing more of an enlarged film', { timeout: WITHIN_MS }, async () => {
  const drawn = '-f lavfi -i testsrc2=s=426x240:r=25:d=62 -vf scale=1920:1080 -c:v libx264 -preset ultrafast'
  const clip = await makeClip('probe-enlarged.mp4', [...drawn.split(' '), '-g', '50', '-pix_fmt', 'yuv420p'])
  const source = await upload(bench, clip)
  await runAll(bench, source, ['inspect', 'probe-scenes', 'split'])
  const names = artefactOf(source, 'stream').head.pictures.map(({ name }) => name)
  expect(names).not.toContain('720p')
  expect(names).toEqual(expect.arrayContaining(['1080p', '240p']))
})
