import { describe, expect, it } from 'vitest'
import { sampleFacts } from '../source/sample-facts.ts'
import { planStoryboard } from '../storyboard/plan-storyboard.ts'
import { decodeTrialArguments } from './decode-trial-arguments.ts'
import { audioTrialArguments, frameArguments, packetArguments, probeArguments } from './inspect-arguments.ts'
import { packageArguments } from './package-arguments.ts'
import {
  firstFrameArguments,
  firstFrameTrialArguments,
  posterArguments,
  posterCandidates,
  posterSize,
} from './poster-arguments.ts'
import { remuxArguments } from './remux-arguments.ts'
import { storyboardArguments } from './storyboard-arguments.ts'
import { decodedTimesArguments, parseDecodedTime, wholePartArguments } from './whole-part-arguments.ts'

const facts = sampleFacts()
const guards =
  '-protocol_whitelist file -format_whitelist mov,matroska,avi,mpegts,flv,ogg,mpeg,asf,mxf -max_pixels 35389440'

describe('every reader of an upload', () => {
  it.each([
    ['probe', probeArguments('source')],
    ['packets', packetArguments('source')],
    ['frames', frameArguments('source', 0, 0)],
    ['audio trial', audioTrialArguments('source', 1)],
    ['decode trial', decodeTrialArguments('source', facts)],
    ['remux', remuxArguments('source', facts, 'out.mp4')],
    ['decoded times', decodedTimesArguments('source', facts)],
    ['whole part', wholePartArguments('source', facts, { packets: 100, end: 4 }, 0)],
    ['poster', posterArguments('source', facts, posterCandidates(facts).flat())],
    ['first frame', firstFrameArguments('source', facts, 'first.jpg')],
    ['first frame trial', firstFrameTrialArguments('source', facts)],
    ['storyboard', storyboardArguments('rendition.mp4', planStoryboard(62_301, facts.video.display))],
  ])('%s stands behind the guards', (_, args) => {
    const inputs = args.join(' ').split(' -i ').slice(0, -1)
    expect(inputs.length).toBeGreaterThan(0)
    for (const before of inputs) expect(before).toContain(guards)
  })
})

describe('wholePartArguments', () => {
  const part = { packets: 100, end: 13.4 }
  const captions = [{ index: 2, codec: 'mov_text' }]
  const textOf = (more: Partial<typeof facts>) =>
    wholePartArguments('source', { ...facts, captions, ...more }, part, 1.4).join(' ')

  it('copies so many pictures, and as much of the sound and of the captions', () => {
    expect(textOf({ container: 'mov' })).toContain(
      '-map 0:0 -map 0:1 -map 0:2 -c copy -bsf:v noise=drop=gte(n\\,100) -t 12.000000 -f mov whole-part',
    )
  })

  it.each([
    ['mpegts', 'h264', 'matroska'],
    ['mov', 'prores', 'mov'],
    ['mov', 'av1', 'mp4'],
  ])('%s of %s becomes %s', (container, codec, muxer) => {
    const text = textOf({ container, video: { ...facts.video, codec } })
    expect(text).toContain(`-f ${muxer} whole-part`)
    expect(text.includes('-map 0:2')).toBe(container === 'mov')
  })
})

describe('parseDecodedTime', () => {
  it.each([
    ['0, 180000, 180000, 3600, 640, 0xdeadbeef', 2],
    ['#tb 0: 1/90000', null],
    ['', null],
  ])('%s', (line, time) => {
    expect(parseDecodedTime(line)).toBe(time)
  })
})

describe('remuxArguments', () => {
  it('copies the chosen picture and sound, and nothing else', () => {
    expect(remuxArguments('source', facts, 'out.mp4').join(' ')).toContain(
      '-i source -map 0:0 -map 0:1 -c copy -map_metadata -1 -map_chapters -1',
    )
    expect(remuxArguments('source', { ...facts, audio: null }, 'out.mp4').join(' ')).not.toContain('0:1')
  })
})

describe('packageArguments', () => {
  it('describes one set, with one audio group', () => {
    const args = packageArguments(
      [
        { kind: 'video', name: '240p', file: '240p.mp4' },
        { kind: 'audio', name: 'audio', file: 'audio.mp4' },
      ],
      'set',
    )
    expect(args.slice(0, 4)).toEqual([
      'in=240p.mp4,stream=video,init_segment=set/240p/init.mp4,segment_template=set/240p/$Number$.m4s,playlist_name=240p.m3u8',
      'in=audio.mp4,stream=audio,init_segment=set/audio/init.mp4,segment_template=set/audio/$Number$.m4s,playlist_name=audio.m3u8,hls_group_id=audio,hls_name=main',
      '--segment_duration',
      '4',
    ])
    expect(args).toContain('set/master.m3u8')
    expect(args).toContain('set/manifest.mpd')
  })
})

describe('posterArguments', () => {
  it('shows whole pictures in the colours of JPEG', () => {
    const interlaced = sampleFacts({ fieldOrder: 'interlaced' })
    const filters = posterArguments('source', interlaced, posterCandidates(interlaced).flat()).join(' ')
    expect(filters).toContain('-vf yadif=mode=send_frame:deint=interlaced,scale=1280:720,setsar=1,')
    expect(filters).toContain(
      ',scale=in_color_matrix=bt709:out_color_matrix=bt601:out_range=pc,format=yuvj420p ',
    )
  })
})

describe('posterCandidates', () => {
  it.each([
    [1920, 1080, [6]],
    [3840, 2160, [6]],
    [7680, 4320, [3, 3]],
  ])('of %i×%i are decoded at once as far as their memory goes', (width, height, groups) => {
    const large = sampleFacts({ coded: { width, height } })
    expect(posterCandidates(large).map((group) => group.length)).toEqual(groups)
  })
})

describe('posterSize', () => {
  it.each([
    [1920, 1080, 1280, 720],
    [1080, 1920, 720, 1280],
    [161, 121, 162, 122],
    [640, 360, 640, 360],
  ])('%i×%i → %i×%i', (width, height, wantedWidth, wantedHeight) => {
    expect(posterSize({ width, height })).toEqual({ width: wantedWidth, height: wantedHeight })
  })
})
