import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FOOTAGE, readFootage } from './testing/footage.ts'
import { keysOf, openTaskBench, outputOfType, runAll, type TaskBench, upload } from './testing/run-tasks.ts'

let bench: TaskBench

beforeAll(async () => {
  bench = await openTaskBench()
})
afterAll(() => bench.close())

/** What each odd file is: its picture as seen, its frame rate, its sound, and whether it can be watched at once. */
const ACCEPTED = [
  ['ax_bbb_1920x1080_60fps_vp8.webm', '1920x1080', '60/1', 'vorbis', false],
  ['ax_bbb_2500ms.ts', '1920x1080', '24/1', 'mp2', false],
  ['ax_bear-vp9-odd-dimensions.webm', '161x121', '2997/100', null, false],
  ['ax_bt601.mov', '640x428', '30000/1001', 'aac', true],
  ['ax_hdr10-av1.mp4', '720x1280', '30000/1001', 'aac', false],
  ['ax_hlg10-color-test.mp4', '1920x1080', '90000/3001', 'aac', false],
  ['ax_mv_with_2_top_shots.mp4', '1080x1440', null, null, false],
  ['ax_portrait_4k60.mp4', '2160x3840', '60/1', 'aac', false],
  ['ax_roadtrip-vp92-10bit.webm', '426x240', '24000/1001', null, false],
  ['ax_sample.avi', '960x400', '24000/1001', 'mp3', false],
  ['ax_sample.flv', '1080x720', null, 'aac', true],
  ['ax_sample_edit_list.mp4', '1080x1920', '30000/1001', 'aac', false],
  ['ax_sample_fragmented.mp4', '1080x720', '30000/1001', 'aac', true],
  ['ax_sample_with_increasing_timestamps_360p.mp4', '640x360', null, 'aac', true],
  ['d_interlaced_tff_540i.ts', '960x540', '30000/1001', null, false],
  ['mb_cursed-vfr.mp4', '3026x1386', null, null, true],
  ['mb_hevc.ts', '1920x1080', '24/1', 'aac', false],
  ['mb_no-initial-keyframe.ts', '626x352', '30000/1001', 'aac', false],
  ['mb_rotate-buck-bunny.mp4', '1080x1920', '24/1', 'aac', false],
  ['mb_sar_2x1.mp4', '1280x360', '30/1', null, false],
  ['mpy_no_duration.webm', '1280x720', '15000/1001', 'opus', false],
  ['mpy_video_with_failing_audio.mp4', '640x360', '25/1', 'mp3', false],
  ['tree.avi', '320x240', null, null, false],
] as const

const REFUSED = [
  ['ax_invalid-bitstream.webm', 'SOURCE_DAMAGED'],
  ['ax_sample_vvc.mp4', 'SOURCE_UNSUPPORTED_CODEC'],
  ['d_bomb_200kframes.mp4', 'SOURCE_TOO_MANY_FRAMES'],
  ['d_bomb_ppm.ppm', 'SOURCE_UNREADABLE'],
  ['d_concat.mp4', 'SOURCE_PLAYLIST'],
  ['d_empty.mp4', 'SOURCE_EMPTY'],
  ['d_lying_dims.mp4', 'SOURCE_DIMENSIONS_MISMATCH'],
  ['d_random.mp4', 'SOURCE_UNREADABLE'],
  ['d_sintel_faststart_truncated.mp4', 'SOURCE_TRUNCATED'],
  ['d_sintel_truncated.mkv', 'SOURCE_TRUNCATED'],
  ['d_ssrf.m3u8', 'SOURCE_PLAYLIST'],
  ['d_ssrf.mp4', 'SOURCE_PLAYLIST'],
  ['mb_multiple-aac-tracks.mp4', 'SOURCE_NO_VIDEO'],
  ['mb_toothsome-dts.mp4', 'SOURCE_NO_VIDEO'],
] as const

describe.runIf(FOOTAGE)('inspecting the zoo', () => {
  it.each(ACCEPTED)('%s is %s', async (name, size, rate, sound, remuxable) => {
    const source = await upload(bench, await readFootage(`zoo/${name}`))
    await runAll(bench, source, ['inspect'])
    const { facts, reasonsAgainstRemux } = outputOfType(source, 'inspect')
    const { display, frameRate } = facts.video
    expect(`${display.width}x${display.height}`).toBe(size)
    if (rate) expect(`${frameRate.numerator}/${frameRate.denominator}`).toBe(rate)
    expect(facts.audio?.codec ?? null).toBe(sound)
    expect(reasonsAgainstRemux.length === 0).toBe(remuxable)
  })

  it.each(REFUSED)('%s is refused: %s', async (name, code) => {
    const source = await upload(bench, await readFootage(`zoo/${name}`))
    expect(await bench.run('inspect', source)).toMatchObject({ outcome: 'failed', failure: { code } })
    expect((await keysOf(bench.stores.temporary)).filter((key) => key.includes(source.runId))).toEqual([])
  })
})

/** Small ones of each kind: their whole way takes a second or two. */
const PUBLISHED = [
  ['ax_bear-vp9-odd-dimensions.webm', ['162x122']],
  ['ax_roadtrip-vp92-10bit.webm', ['426x240']],
  ['ax_sample.avi', ['864x360', '576x240']],
  ['ax_sample.flv', ['1080x720', '720x480', '540x360', '360x240']],
  ['mb_no-initial-keyframe.ts', ['426x240']],
  ['mb_sar_2x1.mp4', ['1280x360', '854x240']],
  ['mpy_video_with_failing_audio.mp4', ['640x360', '426x240']],
  ['tree.avi', ['320x240']],
  ['d_interlaced_tff_540i.ts', ['854x480', '640x360', '426x240']],
  ['mb_rotate-buck-bunny.mp4', ['1080x1920', '720x1280', '480x854', '360x640', '240x426']],
  ['ax_hlg10-color-test.mp4', ['1920x1080', '1280x720', '854x480', '640x360', '426x240']],
  ['mb_cursed-vfr.mp4', ['2358x1080', '1572x720', '1048x480', '786x360', '524x240']],
] as const

describe.runIf(FOOTAGE)('publishing the zoo', () => {
  it.each(PUBLISHED)('%s as %j', async (name, sizes) => {
    const source = await upload(bench, await readFootage(`zoo/${name}`))
    await runAll(bench, source, ['inspect', 'poster', 'encode', 'package', 'storyboard', 'publish'])
    const pictures = outputOfType(source, 'publish').renditions.filter((one) => one.name !== 'audio')
    expect(pictures.map(({ width, height }) => `${width}x${height}`)).toEqual(sizes)
  })

  it('finds flipped bits while it encodes', async () => {
    const source = await upload(bench, await readFootage('zoo/d_sintel_bitflips.mp4'))
    await runAll(bench, source, ['inspect'])
    const inspected = outputOfType(source, 'inspect')
    source.outputs.set('inspect', { ...inspected, rungs: inspected.rungs.slice(-1) })
    const end = await bench.run('encode', source)
    expect(end).toMatchObject({ outcome: 'failed', failure: { code: 'SOURCE_DAMAGED' } })
  })
})
