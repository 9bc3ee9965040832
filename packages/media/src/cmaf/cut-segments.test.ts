import { describe, expect, it } from 'vitest'
import { listBoxes } from '../source/read-boxes.ts'
import { CmafFailure } from './cmaf-failure.ts'
import { type CutSegment, createSegmentCutter, type SegmentCut } from './cut-segments.ts'
import { describeInitialization } from './initialization.ts'
import { readFragment } from './read-fragment.ts'
import { type MuxedSample, sampleFragment, sampleInitialization } from './sample-file.ts'
import { concatenate, uint32s } from './write-boxes.ts'

const FRAME = 3600
const SEGMENT = 4 * 90_000
const NO_SHIFT: SegmentCut = {
  firstNumber: 1,
  segmentTicks: SEGMENT,
  endTicks: null,
  compositionShift: 0,
}

/** A GOP of pictures shown at these times; every second one is coded after the next, as B-frames are. */
function gop(times: readonly number[], decodedAt = times[0] ?? 0): Uint8Array {
  const order = times.map((_, index) => index)
  for (let at = 1; at + 1 < order.length; at += 2)
    [order[at], order[at + 1]] = [order[at + 1] ?? 0, order[at] ?? 0]
  const samples: MuxedSample[] = order.map((frame, index) => ({
    shownAt: times[frame] ?? 0,
    duration: FRAME,
    isSync: index === 0,
    data: uint32s(times[frame] ?? 0),
  }))
  return sampleFragment(decodedAt, samples)
}

const steady = (from: number, count: number) =>
  Array.from({ length: count }, (_, frame) => from + frame * FRAME)

function cutAll(cut: Partial<SegmentCut>, ...gops: readonly Uint8Array[]) {
  const cutter = createSegmentCutter({ ...NO_SHIFT, ...cut })
  const file = concatenate([sampleInitialization(), ...gops])
  const found: CutSegment[] = []
  for (let at = 0; at < file.length; at += 777) found.push(...cutter.push(file.subarray(at, at + 777)))
  return { segments: [...found, ...cutter.finish()], initialization: cutter.initialization }
}

/** What a player reads of a segment: when its samples are decoded and shown, and what their bytes say. */
function played({ bytes }: CutSegment, shift = 0) {
  const boxes = listBoxes(bytes, 0, bytes.length)
  expect(boxes.map((one) => one.type)).toEqual(['styp', 'moof', 'mdat'])
  const [, moof, mdat] = boxes
  if (!moof || !mdat) throw new Error('unreachable')
  const { samples, dataOffset } = readFragment(bytes.slice(moof.start, moof.end))
  expect(moof.start + dataOffset).toBe(mdat.content)
  const view = new DataView(bytes.buffer, bytes.byteOffset + mdat.content)
  return samples.map((sample, index) => ({
    ...sample,
    shownAt: sample.shownAt - shift,
    says: view.getUint32(4 * index),
  }))
}

describe('createSegmentCutter', () => {
  it('joins GOPs to segments that follow each other without a hole', () => {
    const { segments } = cutAll(
      {},
      ...[0, 50, 100, 150, 200].map((frame) => gop(steady(frame * FRAME, frame === 200 ? 30 : 50))),
    )
    expect(segments.map(({ bytes: _, ...segment }) => segment)).toEqual([
      { number: 1, startTicks: 0, durationTicks: SEGMENT, samples: 100 },
      { number: 2, startTicks: SEGMENT, durationTicks: SEGMENT, samples: 100 },
      { number: 3, startTicks: 2 * SEGMENT, durationTicks: 30 * FRAME, samples: 30 },
    ])
    for (const segment of segments) {
      const samples = played(segment)
      for (const { says, shownAt } of samples) expect(shownAt).toBe(says)
      expect(samples.filter((sample) => sample.isSync).map((sample) => sample.shownAt)).toEqual(
        segment.samples === 30
          ? [segment.startTicks]
          : [0, 50].map((frame) => segment.startTicks + frame * FRAME),
      )
      expect(samples.reduce((sum, sample) => sum + sample.duration, 0)).toBe(segment.durationTicks)
    }
  })

  it('shows every sample at its time whatever the shift, which the edit list takes back', () => {
    const { segments, initialization } = cutAll({ compositionShift: 2 * FRAME }, gop(steady(0, 50)))
    for (const { says, shownAt } of segments.flatMap((segment) => played(segment, 2 * FRAME)))
      expect(shownAt).toBe(says)
    expect(describeInitialization(initialization ?? new Uint8Array())).toEqual({
      codec: 'avc1.64001f',
      timescale: 90_000,
    })
    const text = String.fromCharCode(...(initialization ?? []))
    expect(text).toContain('edts')
    expect(text.slice(text.indexOf('elst') + 4, text.indexOf('elst') + 24)).toBe(
      String.fromCharCode(...uint32s(0, 1, 0, 2 * FRAME, 0x10000)),
    )
    expect(cutAll({}, gop(steady(0, 50))).initialization).toEqual(sampleInitialization())
  })

  it('numbers a later chunk from where it begins, and ends it where the next does', () => {
    const { segments } = cutAll(
      { firstNumber: 4, endTicks: 4 * SEGMENT + 100 },
      gop(steady(3 * SEGMENT, 100)),
    )
    expect(segments).toMatchObject([{ number: 4, startTicks: 3 * SEGMENT, durationTicks: SEGMENT + 100 }])
  })

  it('learns from a picture after the end how long the last one stands, and leaves it out', () => {
    const uneven = [0, 1000, 90_000, 200_000, 355_000]
    const { segments } = cutAll({ endTicks: SEGMENT }, gop(uneven), gop([SEGMENT + 777]))
    expect(segments).toMatchObject([{ number: 1, startTicks: 0, durationTicks: SEGMENT + 777, samples: 5 }])
    expect(
      segments
        .flatMap((segment) => played(segment))
        .map(({ shownAt }) => shownAt)
        .sort((a, b) => a - b),
    ).toEqual(uneven)
  })

  it('lets the last picture of a film stand as long as its file says', () => {
    expect(cutAll({}, gop([0, 1000])).segments).toMatchObject([{ durationTicks: 1000 + FRAME }])
  })

  it.each([
    [
      'a file that ended early',
      () => concatenate([sampleInitialization(), gop(steady(0, 5)).subarray(0, 90)]),
    ],
    ['a file without a header', () => gop(steady(0, 5))],
    ['two samples at one time', () => concatenate([sampleInitialization(), gop([0, 0])])],
    [
      'a sample outside its fragment',
      () => {
        const file = concatenate([sampleInitialization(), gop(steady(0, 5))])
        const short = file.subarray(0, file.length - 4)
        new DataView(short.buffer).setUint32(short.length - 24, 24)
        return short
      },
    ],
  ])('refuses %s', (_, file) => {
    const cutter = createSegmentCutter(NO_SHIFT)
    expect(() => {
      cutter.push(file())
      cutter.finish()
    }).toThrow(CmafFailure)
  })
})
