import type { SourceFacts } from '../source/source-facts.ts'

/**
 * How ffmpeg finds a moment of a source, frame by frame: in the file itself, in a copy of its pictures
 * (`seekableCopyArguments`), or only by decoding all before it.
 */
export type Seekability = 'direct' | 'copy' | 'none'

/**
 * By ffmpeg's name of the demuxer, as measured with ffmpeg 5.1: what is not listed is decoded from its beginning. AVI has no
 * presentation times; a program stream lacks some, and a copy of it loses its last picture; ASF, MXF and Ogg were exact where
 * ffmpeg had written them, but by an index that others leave out.
 */
const CONTAINERS: Readonly<Record<string, Seekability>> = {
  // Fragmented ones too, with an index or without.
  mov: 'direct',
  // Without cues too: ffmpeg then reads, not decodes, its way there.
  matroska: 'direct',
  flv: 'direct',
  // Sought by bytes, to whatever picture lies there.
  mpegts: 'copy',
}

export function seekability({ container }: Pick<SourceFacts, 'container'>): Seekability {
  return CONTAINERS[container] ?? 'none'
}
