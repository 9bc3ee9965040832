import { formatRational, type SourceReport, selectRungs } from '@marquee/media'
import type { AcceptedFile } from './zoo-file.ts'

/** What inspection found, in the words of the table; rates of the ladder are the encoder's to show. */
export function describeInspection({
  facts,
  reasonsAgainstRemux,
}: SourceReport): Omit<AcceptedFile, 'plays'> {
  const { video, audio, durationMs } = facts
  return {
    codec: video.codec,
    shows: `${video.display.width}x${video.display.height}`,
    rotation: video.rotation,
    pixelAspect: formatRational(video.sampleAspect).replace('/', ':'),
    rate: formatRational(video.frameRate),
    varies: video.isVariable,
    interlaced: video.fieldOrder === 'interlaced',
    hdr: video.colour.hdr,
    seconds: Math.round(durationMs / 10) / 100,
    sound: audio && `${audio.codec} ${audio.channels}`,
    rungs: selectRungs(facts).map(({ width, height }) => `${width}x${height}`),
    atOnce: reasonsAgainstRemux.length === 0,
  }
}
