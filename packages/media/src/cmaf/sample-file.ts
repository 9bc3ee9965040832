import { box, concatenate, fullBox, letters, uint32s, uint64 } from './write-boxes.ts'

/** A sample as an encoder's muxer writes it, in ticks. */
export interface MuxedSample {
  readonly shownAt: number
  readonly duration: number
  readonly isSync: boolean
  readonly data: Uint8Array
}

/** `ftyp` and `moov` of one H.264 track, for tests. */
export function sampleInitialization(timescale = 90_000): Uint8Array {
  const configuration = box('avcC', Uint8Array.of(1, 0x64, 0x00, 0x1f, 0xff))
  const entry = box('avc1', new Uint8Array(78), configuration)
  const table = box('stbl', fullBox('stsd', 0, 0, uint32s(1), entry))
  const header = fullBox('mdhd', 0, 0, uint32s(0, 0, timescale, 0, 0))
  const track = box('trak', fullBox('tkhd', 0, 3, uint32s(0)), box('mdia', header, box('minf', table)))
  const moov = box('moov', fullBox('mvhd', 0, 0, uint32s(0)), track, box('mvex', uint32s(0)))
  return concatenate([box('ftyp', letters('iso6')), moov])
}

/** A fragment with the flags that ffmpeg writes, for tests: sizes, durations and offsets for each sample. */
export function sampleFragment(decodedAt: number, samples: readonly MuxedSample[]): Uint8Array {
  let time = decodedAt
  const rows = samples.flatMap(({ shownAt, duration, data, isSync }) => {
    const offset = shownAt - time
    time += duration
    return [duration, data.length, isSync ? 0x02000000 : 0x01010000, offset]
  })
  const moof = (dataOffset: number) =>
    box(
      'moof',
      fullBox('mfhd', 0, 0, uint32s(1)),
      box(
        'traf',
        fullBox('tfhd', 0, 0x02003a, uint32s(1, 1, 0, 0, 0x01010000)),
        fullBox('tfdt', 1, 0, uint64(decodedAt)),
        fullBox('trun', 1, 0xf01, uint32s(samples.length, dataOffset, ...rows)),
      ),
    )
  return concatenate([moof(moof(0).length + 8), box('mdat', ...samples.map((sample) => sample.data))])
}
