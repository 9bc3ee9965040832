import type { SourceErrorCode } from '../errors/error-table.ts'
import { chooseStreams } from './choose-streams.ts'
import { containerOf } from './describe-source.ts'
import { SOURCE_LIMITS } from './limits.ts'
import type { PacketMeasure } from './measure-packets.ts'
import type { ProbeDocument } from './probe-document.ts'
import { toNumber } from './rational.ts'
import type { MovieHeader } from './read-boxes.ts'
import type { Sniffed } from './sniff-content.ts'
import type { PictureSize, SourceFacts } from './source-facts.ts'

/** Why a source is refused. `detail` is for operators: numbers, never text from the file. */
export interface Refusal {
  readonly code: SourceErrorCode
  readonly detail: string
}

const refuse = (code: SourceErrorCode, detail: string): Refusal => ({ code, detail })

/** Before any demuxer sees the file. Null means: go on. */
export function judgeContent(sizeBytes: number, sniffed: Sniffed): Refusal | null {
  if (sniffed === 'audio') return refuse('SOURCE_NO_VIDEO', 'starts as an audio file')
  return judgeSoundContent(sizeBytes, sniffed)
}

/** The same where its sound is all that is wanted. */
export function judgeSoundContent(sizeBytes: number, sniffed: Sniffed): Refusal | null {
  if (sizeBytes === 0) return refuse('SOURCE_EMPTY', '0 bytes')
  return sniffed === 'playlist' ? refuse('SOURCE_PLAYLIST', 'starts as a playlist') : null
}

/** Against the size that the file says it has, which some writers round up to whole packets, of 64 KiB at most. */
export function judgeSize(sizeBytes: number, statedBytes: number | null): Refusal | null {
  if (statedBytes === null || statedBytes - sizeBytes <= 65_536) return null
  return refuse('SOURCE_TRUNCATED', `${sizeBytes} bytes of ${statedBytes}`)
}

/** ffmpeg's decoders that we let strangers reach: current codecs, cameras, editors, and what old discs hold. */
const DECODABLE_VIDEO: ReadonlySet<string> = new Set(
  `h264 hevc av1 vp8 vp9 vp6 vp6f mpeg1video mpeg2video mpeg4 msmpeg4v1 msmpeg4v2 msmpeg4v3 h261 h263 h263p flv1
   wmv1 wmv2 wmv3 vc1 theora prores dnxhd mjpeg dvvideo cinepak svq1 svq3 indeo3 rpza qtrle png rv40
   huffyuv ffvhuff ffv1 cfhd`.split(/\s+/),
)

/** What the container states, before a frame is decoded. */
export function judgeProbe(probe: ProbeDocument, header: MovieHeader | null): Refusal | null {
  const { streams } = probe
  if (streams.length > SOURCE_LIMITS.streams) return tooManyStreams(probe)
  const { video } = chooseStreams(probe)
  if (!video) return refuse('SOURCE_NO_VIDEO', `no picture among ${streams.length} streams`)
  if (!DECODABLE_VIDEO.has(video.codec_name ?? ''))
    return refuse('SOURCE_UNSUPPORTED_CODEC', 'codec not in our list')
  const size = { width: video.width ?? 0, height: video.height ?? 0 }
  if (isTooLarge(size)) return refuse('SOURCE_TOO_LARGE_PICTURE', sizeText(size))
  return size.width === 0 ? refuse('SOURCE_DAMAGED', 'no picture size') : judgeStatedSizes(size, header)
}

/** What the container states, where its sound is all that is wanted. */
export function judgeSoundProbe(probe: ProbeDocument): Refusal | null {
  if (probe.streams.length > SOURCE_LIMITS.streams) return tooManyStreams(probe)
  const isHeard = chooseStreams(probe).audio !== undefined
  return isHeard ? null : refuse('SOURCE_NO_SOUND', `no sound among ${probe.streams.length} streams`)
}

function tooManyStreams({ streams }: ProbeDocument): Refusal {
  return refuse('SOURCE_UNREADABLE', `${streams.length} streams`)
}

/** Alignment to 64-pixel blocks is the most that an honest sample entry differs by. */
const SIZE_TOLERANCE = 64

/** A sample entry that states 65535×65535 for frames of 1280×720 is out to make somebody allocate. */
function judgeStatedSizes(actual: PictureSize, header: MovieHeader | null): Refusal | null {
  const stated = header?.stated ?? []
  if (stated.length === 0 || stated.some((size) => isNear(size, actual))) return null
  return refuse(
    'SOURCE_DIMENSIONS_MISMATCH',
    `states ${stated.map(sizeText).join(', ')}, holds ${sizeText(actual)}`,
  )
}

/** The first decoded frames against the stream they belong to. None decoded means damage. */
export function judgeFrames(frames: readonly PictureSize[], probe: ProbeDocument): Refusal | null {
  const { video } = chooseStreams(probe)
  const stated = { width: video?.width ?? 0, height: video?.height ?? 0 }
  const [first] = frames
  if (!first) return refuse('SOURCE_DAMAGED', 'no frame could be decoded')
  if (isTooLarge(first)) return refuse('SOURCE_TOO_LARGE_PICTURE', sizeText(first))
  if (isNear(first, stated)) return null
  return refuse('SOURCE_DIMENSIONS_MISMATCH', `states ${sizeText(stated)}, decodes to ${sizeText(first)}`)
}

function isNear(a: PictureSize, b: PictureSize): boolean {
  return Math.abs(a.width - b.width) <= SIZE_TOLERANCE && Math.abs(a.height - b.height) <= SIZE_TOLERANCE
}

function isTooLarge({ width, height }: PictureSize): boolean {
  return width * height > SOURCE_LIMITS.pixels || Math.max(width, height) > SOURCE_LIMITS.side
}

const sizeText = ({ width, height }: PictureSize) => `${width}×${height}`

/** Containers with a word about their length that their packets can be held to. */
const STATES_LENGTH: ReadonlySet<string> = new Set(['mov', 'matroska', 'avi', 'mxf', 'flac', 'aiff'])

/**
 * How long the file says it is, in ms, where its word can be compared with its packets. Null where the container has no such
 * word (MPEG-TS, FLV: ffprobe derives it from the packets; ASF: its demuxer withholds it from a cut file, which `judgeSize`
 * finds) or a meaningless one (fragmented MP4: a valid file says 143,165 s).
 */
export function declaredDurationMs(probe: ProbeDocument, header: MovieHeader | null): number | null {
  const seconds = Number(probe.format.duration)
  if (!(seconds > 0) || !STATES_LENGTH.has(containerOf(probe))) return null
  return header?.fragmented ? null : Math.round(seconds * 1000)
}

/** Whether the last packet of any stream comes too early. A tail of 2 % is let through, between 0.5 and 2 s. */
export function judgeEnd(declaredMs: number | null, packets: Iterable<PacketMeasure>): Refusal | null {
  if (declaredMs === null) return null
  const shown = [...packets].filter((measure) => measure.frames > 0)
  if (shown.length === 0) return refuse('SOURCE_TRUNCATED', `no packet of ${declaredMs} ms`)
  const endMs = 1000 * Math.max(...shown.map((measure) => measure.end))
  const tolerance = Math.min(Math.max(declaredMs * 0.02, 500), 2000)
  if (declaredMs - endMs <= tolerance) return null
  return refuse('SOURCE_TRUNCATED', `ends at ${Math.round(endMs)} ms of ${declaredMs} ms`)
}

/** What is asked of us by a file that is otherwise sound. */
export function judgeFacts(facts: SourceFacts): Refusal | null {
  const { video, durationMs, sizeBytes } = facts
  if (durationMs > SOURCE_LIMITS.durationMs) return refuse('SOURCE_TOO_LONG', `${durationMs} ms`)
  if (video.frameCount > SOURCE_LIMITS.frames)
    return refuse('SOURCE_TOO_MANY_FRAMES', `${video.frameCount} frames`)
  const rate = toNumber(video.frameRate)
  if (rate > SOURCE_LIMITS.frameRate) return refuse('SOURCE_TOO_MANY_FRAMES', `${rate} frames a second`)
  if (isTooLarge(video.display)) return refuse('SOURCE_TOO_LARGE_PICTURE', sizeText(video.display))
  return sizeBytes > SOURCE_LIMITS.bytes ? refuse('SOURCE_UNREADABLE', `${sizeBytes} bytes`) : null
}
