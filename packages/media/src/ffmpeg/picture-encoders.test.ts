import { describe, expect, it } from 'vitest'
import { PICTURE_CODECS } from '../ladder/ladder.ts'
import { selectRungs } from '../ladder/select-rungs.ts'
import { sampleFacts } from '../source/sample-facts.ts'
import { pictureEncoderArguments, type X264Preset } from './picture-encoders.ts'

const lineFor = (preset: X264Preset) => (codec: (typeof PICTURE_CODECS)[number]) => {
  const [rung] = selectRungs(sampleFacts(), { codec, rungs: 1 })
  return rung ? pictureEncoderArguments(rung, preset).join(' ') : ''
}

describe('pictureEncoderArguments', () => {
  it('caps constant quality, and leaves keyframes to the clock', () => {
    expect(PICTURE_CODECS.map(lineFor('medium'))).toEqual([
      '-c:v libx264 -preset medium -profile:v high -level:v 4.0 -crf 23 -maxrate 6000k -bufsize 12000k -g 600 -sc_threshold 0 -forced-idr 1',
      '-c:v libx265 -preset medium -tag:v hvc1 -crf 26 -maxrate 4500k -bufsize 9000k -g 600 -forced-idr 1 -x265-params info=0:open-gop=0:scenecut=0:min-keyint=1:high-tier=0:log-level=none:pools=4:frame-threads=1:level-idc=4.0',
      '-c:v libvpx-vp9 -deadline good -cpu-used 2 -row-mt 1 -tile-columns 2 -crf 31 -b:v 3600k -maxrate 3600k -bufsize 7200k -g 600',
      '-c:v libsvtav1 -preset 7 -crf 35 -g 600 -flags +cgop -svtav1-params enable-force-key-frames=1:mbr=2900',
    ])
  })

  it('gives each encoder its own word for haste', () => {
    expect(PICTURE_CODECS.map(lineFor('ultrafast')).map((line) => line.slice(0, 60))).toEqual([
      '-c:v libx264 -preset ultrafast -profile:v high -level:v 4.0 ',
      '-c:v libx265 -preset ultrafast -tag:v hvc1 -crf 26 -maxrate ',
      '-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -row-mt 1 -ti',
      '-c:v libsvtav1 -preset 12 -crf 35 -g 600 -flags +cgop -svtav',
    ])
  })
})
