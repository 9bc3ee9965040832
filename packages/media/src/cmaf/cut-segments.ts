import { CmafFailure } from './cmaf-failure.ts'
import { initializationSegment } from './initialization.ts'
import { type FragmentSample, readFragment } from './read-fragment.ts'
import { createBoxSplitter, type WholeBox } from './split-boxes.ts'
import { concatenate } from './write-boxes.ts'
import { decodingTimes, type SegmentSample, writeSegment } from './write-segment.ts'

/** A media segment of a track. Times in ticks. */
export interface CutSegment {
  readonly number: number
  readonly startTicks: number
  readonly durationTicks: number
  /** How many pictures, or frames of sound. */
  readonly samples: number
  readonly bytes: Uint8Array
}

export interface SegmentCut {
  /** Of the first segment; from 1. */
  readonly firstNumber: number
  /** A segment begins with the first sample of each such span that stands by itself. */
  readonly segmentTicks: number
  /** Where the file's part of the film ends; null: where its samples end. What begins later is left out. */
  readonly endTicks: number | null
  readonly compositionShift: number
}

/** Cuts an encoder's fragmented MP4 of one track, which comes in pieces, into segments; holds one at most. */
export interface SegmentCutter {
  /** @throws CmafFailure */
  push(piece: Uint8Array): readonly CutSegment[]
  /** What is left when the file has ended. @throws CmafFailure for a file that ended early */
  finish(): readonly CutSegment[]
  /** `ftyp` and `moov`, once they have come: the same for every file of the track. */
  readonly initialization: Uint8Array | null
}

interface OpenSegment {
  readonly samples: SegmentSample[]
  /** How long the last one that came stands, by the muxer. */
  lastDuration: number
}

export function createSegmentCutter(cut: SegmentCut): SegmentCutter {
  const splitter = createBoxSplitter()
  let fileType: Uint8Array | null = null
  let initialization: Uint8Array | null = null
  let fragment: WholeBox | null = null
  let open: OpenSegment | null = null
  let number = cut.firstNumber
  let isOver = false

  const cellOf = (ticks: number) => Math.floor(ticks / cut.segmentTicks)

  function close(endTicks: number): CutSegment[] {
    if (!open) return []
    const { samples } = open
    open = null
    const times = decodingTimes({ samples, endTicks })
    const startTicks = times[0] ?? 0
    if (times.some((time, index) => time <= (times[index - 1] ?? -1)))
      throw new CmafFailure(`two samples at one time in segment ${number}`)
    const bytes = writeSegment({ number, endTicks, compositionShift: cut.compositionShift, samples })
    number += 1
    return [
      {
        number: number - 1,
        startTicks,
        durationTicks: endTicks - startTicks,
        samples: samples.length,
        bytes,
      },
    ]
  }

  function take(sample: FragmentSample, data: Uint8Array): CutSegment[] {
    const { shownAt, isSync, duration } = sample
    const begins = isSync && cellOf(shownAt) !== cellOf(open?.samples[0]?.shownAt ?? -1)
    const closed = begins ? close(shownAt) : []
    isOver ||= begins && cut.endTicks !== null && shownAt >= cut.endTicks
    if (isOver) return closed
    open ??= { samples: [], lastDuration: 0 }
    open.samples.push({ shownAt, isSync, data })
    open.lastDuration = duration
    return closed
  }

  function takeFragment(moof: WholeBox, media: WholeBox): CutSegment[] {
    const { samples, dataOffset } = readFragment(moof.bytes)
    let at = dataOffset - moof.bytes.length
    return samples.flatMap((sample) => {
      const data = media.bytes.subarray(at, at + sample.bytes)
      at += sample.bytes
      if (at > media.bytes.length || at - sample.bytes < media.content)
        throw new CmafFailure('a sample lies outside its fragment')
      return take(sample, data)
    })
  }

  function takeBox(whole: WholeBox): CutSegment[] {
    if (whole.type === 'ftyp') fileType = whole.bytes
    if (whole.type === 'moov' && fileType)
      initialization = concatenate([fileType, initializationSegment(whole.bytes, cut.compositionShift)])
    if (whole.type === 'moof') fragment = whole
    if (whole.type !== 'mdat' || !fragment) return []
    const moof = fragment
    fragment = null
    return takeFragment(moof, whole)
  }

  return {
    push: (piece) => splitter.push(piece).flatMap(takeBox),
    finish() {
      if (splitter.pending > 0 || fragment || !initialization)
        throw new CmafFailure('the encoder’s file ended early')
      const last = Math.max(...(open?.samples.map((sample) => sample.shownAt) ?? [0]))
      return close(cut.endTicks ?? last + Math.max(open?.lastDuration ?? 0, 1))
    },
    get initialization() {
      return initialization
    },
  }
}
