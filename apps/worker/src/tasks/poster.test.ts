import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { makeClip } from './testing/footage.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { artefactOf, copyRevision, runAll, upload } from './testing/run-tasks.ts'

const bench = keepTaskBench()

const SIZE = 's=320x180:r=10:d=4'
/** As they are found at 2.4, 6, 9.6, 14.4, 18 and 21.6 s: one scene each. */
const LIVELY_AND_DULL = [
  'testsrc=n=1',
  'color=c=black',
  'testsrc2=alpha=255',
  'color=c=white',
  'smptebars=sar=1',
  'rgbtestsrc=sar=1',
]

/** Scenes of four seconds each, one after the other; without further word with a keyframe in each second. */
const scenes = (name: string, sources: readonly string[], gop = 10) =>
  makeClip(name, [
    ...sources.flatMap((source) => ['-f', 'lavfi', '-i', `${source}:${SIZE}`]),
    ...['-filter_complex', `${sources.map((_, at) => `[${at}:v]`).join('')}concat=n=${sources.length}`],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-g',
      String(gop),
      '-sc_threshold',
      '0',
      '-pix_fmt',
      'yuv420p',
    ],
  ])

async function candidatesOf(clip: Uint8Array) {
  const source = await upload(bench, clip)
  await runAll(bench, source, ['inspect', 'poster'])
  const poster = artefactOf(source, 'poster')
  const folder = await copyRevision(bench, poster.revision)
  const pictures = await Promise.all(
    poster.candidates.map(async ({ path, atMs }) => {
      const { channels } = await sharp(join(folder, path.split('/')[1] ?? ''))
        .greyscale()
        .stats()
      return { atMs, mean: channels[0]?.mean ?? 0 }
    }),
  )
  return { poster, pictures }
}

describe('the pictures of a film', () => {
  it('are of several scenes, none black and none white, the poster among them', async () => {
    const clip = await scenes('scenes-1.mp4', LIVELY_AND_DULL)
    const { poster, pictures } = await candidatesOf(clip)
    expect(pictures.length).toBeGreaterThanOrEqual(3)
    for (const { mean } of pictures) {
      expect(mean).toBeGreaterThan(32)
      expect(mean).toBeLessThan(224)
    }
    expect(poster.path).toBe(poster.candidates[0]?.path)
    const scenesSeen = new Set(pictures.map(({ atMs }) => Math.floor(atMs / 4000)))
    expect(scenesSeen.size).toBe(pictures.length)
  })

  it('are of the keyframes before the moments that are looked at, however far back those are', async () => {
    const halves = ['testsrc=n=1', 'smptebars=sar=1'].flatMap((half) => [half, half, half])
    const clip = await scenes('far-keyframes.mp4', halves, 120)
    const { pictures } = await candidatesOf(clip)
    expect(pictures.map(({ atMs }) => Math.floor(atMs / 12_000)).sort()).toEqual([0, 1])
  })

  it('are one, where the film is black throughout', async () => {
    const clip = await scenes('black-1.mp4', ['color=black'])
    const { pictures } = await candidatesOf(clip)
    expect(pictures).toHaveLength(1)
    expect(pictures[0]?.mean).toBeLessThan(32)
  })
})
