import { afterAll, beforeAll, expect, it } from 'vitest'
import { FOOTAGE, makeClip, readFootage } from './testing/footage.ts'
import { artefactOf, openTaskBench, runAll, type TaskBench, upload } from './testing/run-tasks.ts'

const MINUTES = 60_000

let bench: TaskBench

beforeAll(async () => {
  bench = await openTaskBench('auto', undefined, 'content-aware')
})
afterAll(() => bench.close())

it('measures a real film at a share of its encode, and its sizes stay in order', { timeout: 5 * MINUTES }, async ({
  skip,
}) => {
  if (FOOTAGE === null) return skip('there is no footage on this machine (MARQUEE_FOOTAGE)')
  const source = await upload(bench, await readFootage('bbb_1080p25_62s.mp4'))
  await runAll(bench, source, ['inspect'])
  const probing = await bench.run('probe-scenes', source)
  await runAll(bench, source, ['split'])
  const encoding = await bench.run('encode', source)
  if (probing.outcome !== 'succeeded' || encoding.outcome !== 'succeeded') throw new Error('A task failed')
  expect.soft(artefactOf(source, 'ladder').remark).toBe('')
  expect(artefactOf(source, 'ladder').choice?.rungs).toHaveLength(5)
})

it('leaves out sizes that a film was only enlarged to', { timeout: 5 * MINUTES }, async () => {
  const drawn = '-f lavfi -i testsrc2=s=426x240:r=25:d=62 -vf scale=1920:1080 -c:v libx264 -preset ultrafast'
  const source = await upload(bench, await makeClip('probe-enlarged.mp4', drawn.split(' ')))
  await runAll(bench, source, ['inspect', 'probe-scenes', 'split'])
  expect(artefactOf(source, 'ladder').remark).toBe('')
})
