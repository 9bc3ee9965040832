import { stillFacts } from '../still/still-facts.ts'
import { chooseStreams } from './choose-streams.ts'
import type { PacketMeasure } from './measure-packets.ts'
import type { ProbeDocument, ProbeStream } from './probe-document.ts'
import { parseRational, rational, toNumber } from './rational.ts'
import type {
  AudioFacts,
  CaptionFacts,
  ColourFacts,
  FieldOrder,
  PictureSize,
  Rational,
  SourceFacts,
  VideoFacts,
} from './source-facts.ts'

export interface Observations {
  readonly sizeBytes: number
  readonly probe: ProbeDocument
  /** By stream index, from reading the file to its end. */
  readonly packets: ReadonlyMap<number, PacketMeasure>
  /** Whether a decoder called one of the first frames interlaced: DV says so in its frames alone. */
  readonly hasFields: boolean
  /** Whether its first second could be decoded. */
  readonly audioDecodes: boolean
}

/** Joins what the probe states with what the packets show. Null where there is no picture to describe. */
export function describeSource(seen: Observations): SourceFacts | null {
  const { video, audio } = chooseStreams(seen.probe)
  const pictures = video && seen.packets.get(video.index)
  if (!video || !pictures || pictures.frames === 0) return null
  const sound = audio && seen.audioDecodes ? seen.packets.get(audio.index) : undefined
  const hasSound = sound !== undefined && sound.frames > 0
  const measures = hasSound ? [pictures, sound] : [pictures]
  const first = Math.min(...measures.map((measure) => measure.first))
  const end = Math.max(...measures.map((measure) => measure.end))
  const hasSoundTrack = seen.probe.streams.some((stream) => stream.codec_type === 'audio')
  return {
    container: containerOf(seen.probe),
    sizeBytes: seen.sizeBytes,
    durationMs: milliseconds(end - first),
    video: {
      ...describeVideo(video, pictures, first),
      ...(seen.hasFields && { fieldOrder: 'interlaced' as const }),
    },
    audio: audio && hasSound ? describeAudio(audio) : null,
    audioDropped: hasSoundTrack && !hasSound,
    captions: describeCaptions(seen.probe),
  }
}

/**
 * The same where its sound is all that is wanted: `video` is then the still that is shown with it (`stillFacts`). Null where no
 * sound can be decoded. It keeps its place on the container's clock, so that captions fit.
 */
export function describeSound(seen: Omit<Observations, 'hasFields'>): SourceFacts | null {
  const { audio } = chooseStreams(seen.probe)
  const sound = audio && seen.audioDecodes ? seen.packets.get(audio.index) : undefined
  if (!audio || !sound || sound.frames === 0) return null
  const stated = Number.parseFloat(seen.probe.format.start_time ?? '')
  const start = Math.min(sound.first, Number.isFinite(stated) ? stated : sound.first)
  const durationMs = milliseconds(sound.end - start)
  return {
    container: containerOf(seen.probe),
    sizeBytes: seen.sizeBytes,
    durationMs,
    video: stillFacts(durationMs),
    audio: describeAudio(audio),
    audioDropped: false,
    captions: describeCaptions(seen.probe),
  }
}

/** ffprobe lists all aliases of a demuxer; the first names it. */
export function containerOf(probe: ProbeDocument): string {
  return probe.format.format_name.split(',')[0] ?? ''
}

function describeVideo(stream: ProbeStream, measure: PacketMeasure, sourceStart: number): VideoFacts {
  const coded = { width: stream.width ?? 0, height: stream.height ?? 0 }
  const rotation = clockwiseRotation(stream)
  const sampleAspect = parseRational(stream.sample_aspect_ratio) ?? { numerator: 1, denominator: 1 }
  const isVariable = measure.irregularity > 0.05
  const bitrate = Math.round(
    (measure.bytes * 8) / Math.max(measure.end - measure.first, measure.typicalStep, 0.001),
  )
  return {
    index: stream.index,
    codec: stream.codec_name ?? '',
    profile: stream.profile ?? null,
    pixelFormat: stream.pix_fmt ?? '',
    coded,
    display: displaySize(coded, sampleAspect, rotation),
    rotation,
    sampleAspect,
    frameRate: frameRateOf(stream, measure, isVariable),
    isVariable,
    startMs: milliseconds(measure.firstKey - sourceStart),
    hiddenFrames: measure.hiddenBefore,
    lastFrameMs: milliseconds(measure.lastStep),
    frameCount: measure.frames,
    bitrate,
    peakBitrate: Math.max(bitrate, Math.round(measure.peakRate)),
    maxGopMs: milliseconds(measure.maxGop),
    fieldOrder: fieldOrderOf(stream),
    colour: describeColour(stream),
  }
}

/** The matrix in the file turns counter-clockwise in ffprobe's words; anything but a right angle is ignored. */
export function clockwiseRotation(stream: ProbeStream): number {
  const angle = stream.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0
  const clockwise = (((-angle % 360) + 360) % 360) % 360
  return clockwise % 90 === 0 ? clockwise : 0
}

/** Widens by the pixel aspect, then turns. Never below one pixel. */
export function displaySize(coded: PictureSize, sampleAspect: Rational, rotation: number): PictureSize {
  const width = Math.max(1, Math.round((coded.width * sampleAspect.numerator) / sampleAspect.denominator))
  return rotation % 180 === 0 ? { width, height: coded.height } : { width: coded.height, height: width }
}

/** Rates that cameras and editors use, for containers whose nominal rate means nothing (FLV). */
const COMMON_RATES: readonly Rational[] = [
  rational(24_000, 1001),
  ...[24, 25].map((rate) => rational(rate, 1)),
  rational(30_000, 1001),
  ...[30, 48, 50].map((rate) => rational(rate, 1)),
  rational(60_000, 1001),
  ...[60, 100, 120, 240].map((rate) => rational(rate, 1)),
]

/**
 * The nominal rate where the packets' median or mean confirms it to 2.5 %, since it is exact: a mean is off where frames
 * are lost or hidden (VP9), a median where the clock is coarse. Else a common rate to 0.3 %, else what was counted.
 * Declared averages are not used: a valid FLV states 1000.
 */
function frameRateOf(stream: ProbeStream, measure: PacketMeasure, isVariable: boolean): Rational {
  const spanned = measure.frames / Math.max(measure.end - measure.first, 0.001)
  const counted = measure.meanStep > 0 ? 1 / measure.meanStep : spanned
  const nominal = parseRational(stream.r_frame_rate)
  const inThousandths = rational(Math.max(1, Math.round((isVariable ? spanned : counted) * 1000)), 1000)
  if (isVariable) return inThousandths
  const typical = measure.typicalStep > 0 ? 1 / measure.typicalStep : counted
  if (nominal && [typical, counted].some((rate) => isWithin(nominal, rate, 0.025))) return nominal
  const common = COMMON_RATES.filter((rate) => isWithin(rate, counted, 0.003))
  return (
    common.sort((a, b) => Math.abs(toNumber(a) - counted) - Math.abs(toNumber(b) - counted))[0] ??
    inThousandths
  )
}

function isWithin(rate: Rational, counted: number, share: number): boolean {
  return Math.abs(toNumber(rate) - counted) <= toNumber(rate) * share
}

function fieldOrderOf({ field_order: order }: ProbeStream): FieldOrder {
  if (order === undefined || order === 'unknown') return 'unknown'
  return order === 'progressive' ? 'progressive' : 'interlaced'
}

function describeColour(stream: ProbeStream): ColourFacts {
  const transfer = known(stream.color_transfer)
  return {
    primaries: known(stream.color_primaries),
    transfer,
    matrix: known(stream.color_space),
    range: known(stream.color_range),
    hdr: transfer === 'smpte2084' || transfer === 'arib-std-b67',
  }
}

function known(text: string | undefined): string | null {
  return text === undefined || text === 'unknown' ? null : text
}

function describeAudio(stream: ProbeStream): AudioFacts {
  return {
    index: stream.index,
    codec: stream.codec_name ?? '',
    profile: stream.profile ?? null,
    channels: stream.channels ?? 0,
    sampleRate: Number(stream.sample_rate),
  }
}

/** What ffmpeg converts to WebVTT. A track of pictures would have to be read by eye. */
const TEXT_CODECS: ReadonlySet<string> = new Set([
  'mov_text',
  'subrip',
  'srt',
  'ass',
  'ssa',
  'webvtt',
  'text',
])

function describeCaptions({ streams }: ProbeDocument): readonly CaptionFacts[] {
  return streams.flatMap(({ index, codec_type: type, codec_name: codec = '' }) =>
    type === 'subtitle' && TEXT_CODECS.has(codec) ? [{ index, codec }] : [],
  )
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000)
}
