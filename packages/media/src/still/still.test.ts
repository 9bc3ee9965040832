import { describe, expect, it } from 'vitest'
import { planChunks } from '../chunks/plan-chunks.ts'
import { selectRungs } from '../ladder/select-rungs.ts'
import { isRemuxable } from '../remux/judge-remux.ts'
import { assumeFacts } from '../source/assume-facts.ts'
import type { ProbeStream } from '../source/probe-document.ts'
import { chooseCover } from './choose-cover.ts'
import { barLevels, drawWaveform, WAVEFORM_BARS } from './draw-waveform.ts'
import { STILL_SEEKING, stillFacts, stillFrames } from './still-facts.ts'
import { createEnergyMeter } from './sum-energy.ts'

const TWELVE_HOURS = 12 * 3600 * 1000

function shownWith(durationMs: number) {
  const source = { seconds: durationMs / 1000, width: 1, height: 1, frameRate: 1, videoCodec: '' }
  return { ...assumeFacts({ ...source, audioCodec: 'aac' }), video: stillFacts(durationMs) }
}

describe('stillFacts', () => {
  it('are a film in one piece, which nobody plays as it is', () => {
    const facts = shownWith(TWELVE_HOURS)
    expect(planChunks(facts, STILL_SEEKING)).toHaveLength(1)
    expect(selectRungs(facts, { maxShortSide: 720, rungs: 1 })).toMatchObject([{ width: 1280, height: 720 }])
    expect(isRemuxable(facts)).toBe(false)
  })

  it('shows the last picture to the end of the sound', () => {
    expect([1, 500, 501, 9000].map(stillFrames)).toEqual([1, 1, 2, 18])
  })
})

describe('chooseCover', () => {
  const art: ProbeStream = {
    ...{ index: 1, codec_type: 'video', codec_name: 'png', width: 600, height: 600 },
    disposition: { attached_pic: 1 },
  }
  const film: ProbeStream = { index: 0, codec_type: 'video', codec_name: 'h264', width: 640, height: 360 }
  const cover = (...streams: ProbeStream[]) =>
    chooseCover({ format: { format_name: 'mov' }, streams }, 60_000)

  it('takes cover art before a picture of a film', () => {
    expect(cover(film, art)).toEqual({ index: 1, atSeconds: null })
    expect(cover(film)).toEqual({ index: 0, atSeconds: 15 })
  })

  it('passes over what is none, or too much', () => {
    expect(cover()).toBeNull()
    expect(cover({ ...art, codec_name: 'ansi' })).toBeNull()
    expect(cover({ ...art, width: 60_000, height: 60_000 })).toBeNull()
    expect(cover({ ...art, width: 0 })).toBeNull()
  })
})

describe('the drawn sound', () => {
  it('sums the energy of each share of it, however its samples come', () => {
    const samples = Int16Array.from([16_384, -16_384, 0, 0, 8192, 8192, 32_767, -32_768])
    const bytes = new Uint8Array(samples.buffer)
    const whole = createEnergyMeter(bytes.length, 4)
    whole.push(bytes)
    const inPieces = createEnergyMeter(bytes.length, 4)
    for (let at = 0; at < bytes.length; at += 3) inPieces.push(bytes.subarray(at, at + 3))
    expect(inPieces.energies()).toEqual(whole.energies())
    const [half = 0, silence, quarter = 0, all = 0] = whole.energies()
    expect([half, silence, quarter]).toEqual([0.25, 0, 0.0625])
    expect(all).toBeCloseTo(1, 3)
  })

  it('is as tall as it is loud, by its loudest, and flat where it is silent', () => {
    expect(barLevels([0.01, 0.0025, 0])).toEqual([1, 0.5, 0])
    expect(barLevels([0, 0])).toEqual([0, 0])
    const heights = drawWaveform([1, 0.5, 0]).match(/height="\d+" rx/g)
    expect(heights).toEqual(['height="420" rx', 'height="215" rx', 'height="10" rx'])
  })

  it('fills the width', () => {
    const xs = [...drawWaveform(Array(WAVEFORM_BARS).fill(0)).matchAll(/rect x="([\d.]+)"/g)].map(([, x]) =>
      Number(x),
    )
    expect(xs).toHaveLength(WAVEFORM_BARS)
    expect([xs[0], xs.at(-1)]).toEqual([68, 1202])
  })
})
