import { describe, expect, it } from 'vitest'
import { selectRungs } from '../ladder/select-rungs.ts'
import { sampleFacts } from '../source/sample-facts.ts'
import {
  compareArguments,
  createBlankReader,
  probeSceneArguments,
  probeTrials,
  readSsim,
  viewingSize,
} from './probe-arguments.ts'

const seeking = { containerStart: 0, pictureStart: 0, pictureEndMs: 62_301, longestFrameMs: 40, runUpMs: [] }
const scene = { index: 0, startMs: 8000, endMs: 10_000, last: false }

describe('probeSceneArguments', () => {
  const facts = sampleFacts()
  const rungs = selectRungs(facts, { rungs: 2 })
  const args = probeSceneArguments({
    ...{ source: 'source', facts, seeking, scene, rungs, preset: 'veryfast', step: 3 },
  })

  it('decodes once, and writes each rung twice and the reference without loss', () => {
    expect(args.filter((one) => one === '-i')).toHaveLength(1)
    const written = args.filter((one) => one.endsWith('.mp4'))
    expect(written).toEqual(['1080p-23.mp4', '1080p-26.mp4', '720p-23.mp4', '720p-26.mp4', 'reference.mp4'])
    expect(args.flatMap((one, at) => (one === '-crf' ? [args[at + 1]] : []))).toEqual([
      '23',
      '26',
      '23',
      '26',
    ])
    expect(args.slice(args.indexOf('-qp'), args.indexOf('-qp') + 2)).toEqual(['-qp', '0'])
    const graph = args[args.indexOf('-filter_complex') + 1]
    expect(graph).toContain('trim=start_pts=200:end_pts=250')
    expect(graph).toContain(
      '[v0]split=3[t0][t1][whole];[v1]split=2[t2][t3];[whole]scale=1920:1080[reference]',
    )
  })

  it('keeps to the ceilings that are announced', () => {
    expect(args.flatMap((one, at) => (one === '-maxrate' ? [args[at + 1]] : []))).toEqual([
      ...['6000k', '6000k', '3400k', '3400k'],
    ])
  })
})

describe('compareArguments', () => {
  it('shows of the reference what a rung of half the rate has', () => {
    const facts = sampleFacts({ frameRate: { numerator: 50, denominator: 1 } })
    const rungs = selectRungs(facts).slice(1, 3)
    const args = compareArguments(probeTrials(rungs, 3), facts)
    const graph = args[args.indexOf('-filter_complex') + 1] ?? ''
    expect([...graph.matchAll(/\[r\d\]framestep=(\d+)/g)].map(([, every]) => every)).toEqual([
      ...['5', '5', '10', '10'],
    ])
    expect(graph).toContain('scale=1280:720:flags=bicubic')
    expect(graph).toContain('ssim=stats_file=480p-26.ssim')
  })
})

describe('viewingSize', () => {
  it.each([
    [3840, 2160, 1920, 1080],
    [2160, 3840, 1080, 1920],
    [854, 480, 854, 480],
    [4096, 1716, 2578, 1080],
  ])('of %i×%i is %i×%i', (width, height, shownWidth, shownHeight) => {
    expect(viewingSize({ width, height })).toEqual({ width: shownWidth, height: shownHeight })
  })
})

describe('createBlankReader', () => {
  const isBlank = (lines: readonly string[]) => {
    const reader = createBlankReader()
    for (const line of lines) reader.read(line)
    return reader.isBlank()
  }

  it('tells black from a picture', () => {
    expect(
      isBlank(['lavfi.signalstats.YMIN=16', 'lavfi.signalstats.YAVG=16', 'lavfi.signalstats.YMAX=17']),
    ).toBe(true)
    expect(isBlank(['lavfi.signalstats.YMIN=16', 'lavfi.signalstats.YMAX=180'])).toBe(false)
    expect(isBlank([])).toBe(true)
  })
})

describe('readSsim', () => {
  it('is the mean of all frames', () => {
    expect(readSsim('n:1 Y:0.980000 All:0.980000 (16.98)\nn:2 Y:1.000000 All:1.000000 (inf)\n')).toBeCloseTo(
      0.99,
    )
    expect(readSsim('')).toBeNull()
  })
})
