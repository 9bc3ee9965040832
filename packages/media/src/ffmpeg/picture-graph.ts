import type { Chunk } from '../chunks/chunk.ts'
import { frameFrom, lateStart } from '../chunks/picture-clock.ts'
import type { SeekFacts } from '../chunks/seek-facts.ts'
import { keepsTimestamps, ladderFrameRate } from '../ladder/frame-rate.ts'
import type { Rung } from '../ladder/select-rungs.ts'
import { formatRational, toNumber } from '../source/rational.ts'
import type { Rational, VideoFacts } from '../source/source-facts.ts'
import { drawWatermark } from '../watermark/draw-watermark.ts'
import type { Watermark } from '../watermark/watermark.ts'
import { standardPicture } from './colour-filters.ts'
import { deinterlace } from './deinterlace.ts'

/** What is made of a source: all of it, or one chunk. */
export interface PictureSpan {
  readonly chunk: Chunk
  readonly seeking: SeekFacts
}

/** Share of a picture's place in time by which a double may be off, in seconds: no two frames are nearer. */
const A_MICROSECOND = 0.000001

/**
 * `[0:v]…scale,split…`, an output `[v<n>]` for each rung, highest first: rung n+1 is scaled from rung n, 7 % cheaper than
 * each from the source. The frames of a chunk are those that the whole film has there, timestamps included.
 */
export function pictureGraph(
  video: VideoFacts,
  rungs: readonly Rung[],
  span: PictureSpan | null = null,
  watermark: Watermark | null = null,
): string {
  const [highest] = rungs
  // Drawn once: the others are scaled from it.
  const marked = (chain: string) => (watermark && highest ? drawWatermark(chain, watermark, highest) : chain)
  const chains = rungs.map((rung, index) => {
    const halved = everySecond(rung, rungs[index - 1]?.frameRate ?? ladderFrameRate(video))
    const picture =
      index === 0
        ? marked(
            `[0:${video.index}]${deinterlace(video)}${onFilmTime(video, span)}${halved}${standardPicture(video, rung)}`,
          )
        : `[s${index}]${halved}scale=${rung.width}:${rung.height},setsar=1,format=yuv420p`
    return picture + (index + 1 < rungs.length ? `,split[v${index}][s${index + 1}]` : `[v${index}]`)
  })
  return chains.join(';')
}

/** What is halved begins with a frame that is kept: a span's first is an even one of the film (`frameFrom`). */
function everySecond({ frameRate }: Rung, before: Rational): string {
  return toNumber(frameRate) < toNumber(before) ? 'framestep=2,' : ''
}

function onFilmTime(video: VideoFacts, span: PictureSpan | null): string {
  const filters = keepsTimestamps(video)
    ? [asShown(span), cutByTime(span)]
    : [onGrid(video, span), cutByFrame(video, span)]
  return filters.filter(Boolean).join(',').concat(',')
}

/** Whether the span begins where the film does: then ffmpeg sees the first frame itself. */
const fromStart = (span: PictureSpan | null) => span === null || span.chunk.startMs === 0

/** A time on the container's clock as ticks of the stream, rounded as ffmpeg rounds it. */
const inTicks = (seconds: number) => `round(${seconds.toFixed(6)}/TB)`

/** The first frame is shown from 0, however late the container starts it: players stall on a hole there. */
function asShown(span: PictureSpan | null): string {
  if (span === null || fromStart(span)) return "setpts='if(eq(N,0),0,PTS)'"
  return `setpts=PTS-${inTicks(span.seeking.containerStart)}`
}

/**
 * A constant rate is put on its exact grid, since many containers keep whole milliseconds only; a late start is
 * filled with the first frame.
 */
function onGrid(video: VideoFacts, span: PictureSpan | null): string {
  const { wholeFrames } = lateStart(video)
  const rate = formatRational(ladderFrameRate(video))
  const first = span === null || fromStart(span) ? 'STARTPTS' : inTicks(span.seeking.pictureStart)
  const delay = wholeFrames > 0 ? `+${wholeFrames}/(${rate})/TB` : ''
  const fill = fromStart(span) ? ':start_time=0' : ''
  return `setpts=PTS-${first}${delay},fps=${rate}${fill}${lastFrameKept(video)}`
}

/** A container that does not say how long its last frame stands (FLV: 1 ms) would have it rounded away. */
function lastFrameKept({ lastFrameMs, frameRate }: VideoFacts): string {
  return (lastFrameMs / 1000) * toNumber(frameRate) < 0.5 ? ':eof_action=pass' : ''
}

function cutByFrame(video: VideoFacts, span: PictureSpan | null): string {
  if (!span) return ''
  const { chunk } = span
  const bounds = [
    ...(fromStart(span) ? [] : [`start_pts=${frameFrom(chunk.startMs, video)}`]),
    ...(chunk.last ? [] : [`end_pts=${frameFrom(chunk.endMs, video)}`]),
  ]
  return bounds.length > 0 ? `trim=${bounds.join(':')}` : ''
}

/** One frame after the end goes with it: nothing else says how long the last one stands. `trim` ends the decoding. */
function cutByTime(span: PictureSpan | null): string {
  if (!span) return ''
  const { chunk, seeking } = span
  const start = chunk.startMs / 1000 - A_MICROSECOND
  const end = chunk.endMs / 1000 - A_MICROSECOND
  const isShown = fromStart(span) ? [] : [`gte(t,${start.toFixed(6)})`]
  const isNotOver = chunk.last ? [] : [`(isnan(prev_selected_t)+lt(prev_selected_t,${end.toFixed(6)}))`]
  const wanted = [...isShown, ...isNotOver].join('*')
  const surelyOver = (chunk.endMs + seeking.longestFrameMs) / 1000 + 0.1
  return [
    ...(chunk.last ? [] : [`trim=end=${surelyOver.toFixed(3)}`]),
    ...(wanted ? [`select='${wanted}'`] : []),
  ].join(',')
}
