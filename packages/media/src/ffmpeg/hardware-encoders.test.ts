import { describe, expect, it } from 'vitest'
import { selectRungs } from '../ladder/select-rungs.ts'
import { sampleFacts } from '../source/sample-facts.ts'
import { encodeChunkArguments } from './encode-chunk-arguments.ts'
import { HARDWARE_ENCODERS, type HardwareEncoder, hardwareEncoderArguments } from './hardware-encoders.ts'

const FACTS = sampleFacts()
const [RUNG] = selectRungs(FACTS, { rungs: 1 })

function chunkArguments(hardware: HardwareEncoder | null) {
  return encodeChunkArguments({
    ...{ source: 'source', facts: FACTS, rungs: selectRungs(FACTS, { rungs: 2 }), preset: 'veryfast' },
    seeking: { containerStart: 0, pictureStart: 0, pictureEndMs: 62_280, longestFrameMs: 40, runUpMs: [] },
    chunk: { index: 0, startMs: 0, endMs: 4000, last: false },
    ...{ damage: 'counted', threads: 2, hardware },
  })
}

const after = (args: readonly string[], option: string) =>
  args.filter((_, place) => args[place - 1] === option)

const COMMON =
  '-maxrate 6000k -bufsize 12000k -profile:v high -level:v 40 -bf 0 -g 600 -bsf:v filter_units=remove_types=6-9'

describe('hardwareEncoderArguments', () => {
  it.each([
    ['h264_nvenc', '-preset p4 -tune hq -rc vbr -cq 23 -b:v 0 -rc-lookahead 0 -no-scenecut 1 -forced-idr 1'],
    [
      'h264_qsv',
      '-preset medium -b:v 4000k -look_ahead 0 -adaptive_i 0 -adaptive_b 0 -idr_interval 0 -forced_idr 1 -flags +cgop',
    ],
    ['h264_vaapi', '-rc_mode VBR -b:v 4000k -idr_interval 0 -sei 0'],
  ] as const)('tells %s of a ceiling, and of keyframes by the clock alone', (encoder, own) => {
    const args = RUNG ? hardwareEncoderArguments(encoder, RUNG, 'veryfast') : []
    expect(args.join(' ')).toBe(`-c:v ${encoder} ${own} ${COMMON}`)
  })

  it('gives NVENC and QSV their own words for haste', () => {
    const presets = (['superfast', 'slow'] as const).flatMap((preset) =>
      HARDWARE_ENCODERS.map((encoder) =>
        RUNG ? after(hardwareEncoderArguments(encoder, RUNG, preset), '-preset')[0] : undefined,
      ),
    )
    expect(presets).toEqual(['p2', 'veryfast', undefined, 'p7', 'veryslow', undefined])
  })
})

describe('encodeChunkArguments with hardware', () => {
  it('decodes and scales once as ever, and hands each encoder what it takes', () => {
    const taken = HARDWARE_ENCODERS.map((encoder) => {
      const args = chunkArguments(encoder)
      return { maps: after(args, '-map'), formats: after(args, '-pix_fmt'), threads: after(args, '-threads') }
    })
    // The decoder's.
    const threads = ['2']
    expect(taken).toEqual([
      { maps: ['[v0]', '[v1]'], formats: ['yuv420p', 'yuv420p'], threads },
      { maps: ['[v0]', '[v1]'], formats: ['nv12', 'nv12'], threads },
      { maps: ['[u0]', '[u1]'], formats: [], threads },
    ])
    const [plain, uploading] = [null, 'h264_vaapi' as const].map(
      (hardware) => after(chunkArguments(hardware), '-filter_complex')[0],
    )
    expect(uploading).toBe(`${plain};[v0]format=nv12,hwupload[u0];[v1]format=nv12,hwupload[u1]`)
  })

  it('opens the device of VA-API before all inputs', () => {
    const args = chunkArguments('h264_vaapi')
    expect(after(args, '-vaapi_device')).toEqual(['/dev/dri/renderD128'])
    expect(args.indexOf('-vaapi_device')).toBeLessThan(args.indexOf('-i'))
    expect(chunkArguments('h264_nvenc')).not.toContain('-vaapi_device')
  })

  it('forces the same keyframes as software', () => {
    const keyframes = [null, ...HARDWARE_ENCODERS].map((hardware) =>
      after(chunkArguments(hardware), '-force_key_frames').join(),
    )
    expect(new Set(keyframes).size).toBe(1)
  })
})
