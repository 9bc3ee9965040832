import { describe, expect, it } from 'vitest'
import { clockwiseRotation, describeSource, displaySize } from './describe-source.ts'
import { createPacketMeter } from './measure-packets.ts'
import type { ProbeStream } from './probe-document.ts'

const picture: ProbeStream = {
  index: 0,
  codec_type: 'video',
  codec_name: 'h264',
  pix_fmt: 'yuv420p',
  width: 1920,
  height: 1080,
  r_frame_rate: '25/1',
}

function measured(step: number, frames: number, start = 0) {
  const meter = createPacketMeter()
  for (let frame = 0; frame < frames; frame += 1) {
    meter.add({
      streamIndex: 0,
      pts: start + frame * step,
      duration: step,
      size: 1000,
      isKey: frame % 50 === 0,
      isDiscarded: false,
    })
  }
  return meter.measure()
}

function facts(stream: ProbeStream, step: number, start = 0) {
  const probe = { format: { format_name: 'mov,mp4,m4a' }, streams: [stream] }
  const packets = new Map([[0, measured(step, 100, start)]])
  return describeSource({ sizeBytes: 1, probe, packets, hasFields: false, audioDecodes: false })
}

describe('describeSource', () => {
  it('counts what packets show', () => {
    expect(facts(picture, 0.04)).toMatchObject({
      container: 'mov',
      durationMs: 4000,
      audio: null,
      audioDropped: false,
      video: {
        frameRate: { numerator: 25, denominator: 1 },
        frameCount: 100,
        bitrate: 200_000,
        peakBitrate: 200_000,
        maxGopMs: 2000,
      },
    })
  })

  it('takes a common rate where the nominal one means nothing', () => {
    const flv = facts({ ...picture, r_frame_rate: '60/1' }, 1001 / 30_000)
    expect(flv?.video.frameRate).toEqual({ numerator: 30_000, denominator: 1001 })
  })

  it('says that a sound was left out', () => {
    const sound: ProbeStream = {
      index: 1,
      codec_type: 'audio',
      codec_name: 'aac',
      channels: 2,
      sample_rate: '48000',
    }
    const probe = { format: { format_name: 'mov' }, streams: [picture, sound] }
    const packets = new Map([
      [0, measured(0.04, 100)],
      [1, measured(0.02, 200)],
    ])
    expect(
      describeSource({ sizeBytes: 1, probe, packets, hasFields: false, audioDecodes: false }),
    ).toMatchObject({
      audio: null,
      audioDropped: true,
    })
    expect(
      describeSource({ sizeBytes: 1, probe, packets, hasFields: false, audioDecodes: true })?.audio?.channels,
    ).toBe(2)
  })

  it('believes a decoder that finds fields where the container is silent', () => {
    const probe = { format: { format_name: 'avi' }, streams: [picture] }
    const seen = { sizeBytes: 1, probe, packets: new Map([[0, measured(0.04, 100)]]), audioDecodes: false }
    expect(describeSource({ ...seen, hasFields: true })?.video.fieldOrder).toBe('interlaced')
    expect(describeSource({ ...seen, hasFields: false })?.video.fieldOrder).toBe('unknown')
  })

  it('knows captions that are text from those that are pictures', () => {
    const tracks = ['mov_text', 'hdmv_pgs_subtitle', 'subrip', undefined].map((codec_name, index) => ({
      ...{ index: index + 1, codec_type: 'subtitle', codec_name },
    }))
    const probe = { format: { format_name: 'mov' }, streams: [picture, ...tracks] }
    const packets = new Map([[0, measured(0.04, 100)]])
    const seen = describeSource({ sizeBytes: 1, probe, packets, hasFields: false, audioDecodes: false })
    expect(seen?.captions).toEqual([
      { index: 1, codec: 'mov_text' },
      { index: 3, codec: 'subrip' },
    ])
  })

  it('has nothing to say of a picture without packets', () => {
    const probe = { format: { format_name: 'mov' }, streams: [picture] }
    expect(
      describeSource({ sizeBytes: 1, probe, packets: new Map(), hasFields: false, audioDecodes: false }),
    ).toBeNull()
  })
})

describe('clockwiseRotation', () => {
  it.each([
    [-90, 90],
    [90, 270],
    [180, 180],
    [-180, 180],
    [45, 0],
    [0, 0],
  ])('%i in the file turns by %i', (rotation, clockwise) => {
    expect(clockwiseRotation({ index: 0, side_data_list: [{}, { rotation }] })).toBe(clockwise)
  })
})

describe('displaySize', () => {
  it('widens by the pixel aspect, then turns', () => {
    const coded = { width: 640, height: 360 }
    expect(displaySize(coded, { numerator: 2, denominator: 1 }, 0)).toEqual({ width: 1280, height: 360 })
    expect(displaySize(coded, { numerator: 2, denominator: 1 }, 90)).toEqual({ width: 360, height: 1280 })
  })
})
