import type { PictureSize, VideoFacts } from '../source/source-facts.ts'

/** What every rendition is, and says it is: players that have to guess do so by size, and rungs would differ. */
const TAGGED = 'setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709'

/** JPEG is full-range BT.601 by definition (JFIF 1.02); a picture of `standardPicture` is neither. */
export const AS_JPEG = 'scale=in_color_matrix=bt709:out_color_matrix=bt601:out_range=pc,format=yuvj420p'

/**
 * Filters that bring a source's picture to a size, square pixels, and BT.709 in 8 bits, 4:2:0, studio range. Colours are
 * converted at that size, which is never larger than the source's; what is BT.709 already is only tagged.
 */
export function standardPicture(video: VideoFacts, { width, height }: PictureSize): string {
  const { scaling, conversion } = wayToBt709(video)
  return [
    `scale=${width}:${height}${scaling}`,
    'setsar=1',
    ...conversion.map((filter) => `${depth(video.pixelFormat)},${filter}`),
    'format=yuv420p',
    TAGGED,
  ].join(',')
}

interface ColourWay {
  /** Options of the scaler. */
  readonly scaling: string
  /** Filters after it; empty where the scaler has done everything. */
  readonly conversion: readonly string[]
}

const BT709_OUT = 'all=bt709:irange=tv:range=tv:format=yuv420p'

function wayToBt709(video: VideoFacts): ColourWay {
  const { colour, pixelFormat } = video
  if (/rgb|bgr|gbr|pal8/.test(pixelFormat))
    return { scaling: ':out_color_matrix=bt709:out_range=tv', conversion: [] }
  const isFull = colour.range === 'pc' || pixelFormat.startsWith('yuvj')
  const scaling = isFull ? ':in_range=pc:out_range=tv' : ''
  return { scaling, conversion: colour.hdr ? [toneMap(video)] : sdrConversion(video) }
}

/** Wide primaries need linear light, which costs; those of BT.601 are so near that the matrix alone is converted. */
function sdrConversion(video: VideoFacts): string[] {
  const primaries = video.colour.primaries ?? ''
  const matrix = matrixOf(video)
  if (matrix === 'bt2020') return [`colorspace=iall=bt2020:${BT709_OUT}`]
  if (['bt2020', 'smpte431', 'smpte432'].includes(primaries)) {
    return [`colorspace=ispace=${matrix}:iprimaries=${primaries}:itrc=bt709:${BT709_OUT}`]
  }
  return matrix === 'bt709' ? [] : [`colorspace=iall=${matrix}:fast=1:${BT709_OUT}`]
}

/** Matrices by ffprobe's name, as the colorspace filter calls them. BT.601 has one matrix for 525 and 625 lines. */
const MATRICES: Readonly<Record<string, string>> = {
  bt709: 'bt709',
  smpte170m: 'smpte170m',
  bt470bg: 'smpte170m',
  fcc: 'smpte170m',
  smpte240m: 'smpte240m',
  bt2020nc: 'bt2020',
  bt2020c: 'bt2020',
}

/** Where a stream does not say, its size does, as every player assumes: up to 576 lines are BT.601. */
function matrixOf({ colour, coded }: VideoFacts): string {
  const isHigh = Math.max(coded.width, coded.height) >= 1280 || Math.min(coded.width, coded.height) > 576
  return MATRICES[colour.matrix ?? ''] ?? (isHigh ? 'bt709' : 'smpte170m')
}

/** Where HDR puts the white of paper, in cd/m² (ITU-R BT.2408 §2.2): it becomes the 1.0 of what is mapped. */
const REFERENCE_WHITE = 203
/** The brightest that most films are graded to, in cd/m²; above, it clips. */
const MASTERING_PEAK = 1000

/**
 * Linear light, gamut, a curve that leaves dark and middle tones alone and bends the bright ones, then BT.709's own.
 * PQ and HLG come with BT.2020's matrix (ITU-R BT.2100); what a stream says instead is not believed.
 */
function toneMap({ colour }: VideoFacts): string {
  const primaries = colour.primaries === 'smpte432' ? 'smpte432' : 'bt2020'
  const from = `primariesin=${primaries}:transferin=${colour.transfer}:matrixin=bt2020nc:rangein=tv`
  return [
    `zscale=${from}:primaries=bt709:transfer=linear:matrix=gbr:npl=${REFERENCE_WHITE}`,
    'format=gbrpf32le',
    `tonemap=mobius:peak=${(MASTERING_PEAK / REFERENCE_WHITE).toFixed(3)}:desat=0`,
    'zscale=primaries=bt709:transfer=bt709:matrix=bt709:range=tv',
  ].join(',')
}

/** What the conversions read; more than 10 bits make no difference to 8. */
function depth(pixelFormat: string): string {
  return `format=${/1[0246](le|be)$/.test(pixelFormat) ? 'yuv420p10' : 'yuv420p'}`
}
