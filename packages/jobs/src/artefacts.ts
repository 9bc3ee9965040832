import {
  type Chunk,
  type ChunkPlan,
  type DownloadFiles,
  type EncodedChunk,
  type EncodedSound,
  type EncodedSoundTrack,
  type ExtractedCaptions,
  type GrowingStream,
  HARDWARE_ENCODERS,
  type Integrity,
  LAYOUTS,
  type MeasuredSound,
  PICTURE_CODECS,
  type PosterPicture,
  type ProbedLadder,
  type PublishedVideo,
  type Rational,
  readStreamHead,
  readStreamPart,
  type SeekFacts,
  type SourceFacts,
  type SourceReport,
  type Storyboard,
  type StreamSet,
  UNMEASURED_REASONS,
  X264_PRESETS,
} from '@marquee/media'
import { z } from 'zod'
import { DETAIL_LIMIT } from './job-contracts.ts'

const count = z.number().int().nonnegative()
/** Pixels, ticks, bytes: a whole number from 1. */
const pixels = z.number().int().positive()
/** Relative to videos/<public id>/: a folder and a file below it. */
const path = z.string().regex(/^[\w-]+(\/[\w.-]+)+$/, 'must be a path below the video')
const revision = z.string().regex(/^[\w-]{8,64}$/, 'must be a revision')

const size = z.object({ width: pixels, height: pixels })
const rational: z.ZodType<Rational> = z.object({ numerator: pixels, denominator: pixels })

const sourceFacts: z.ZodType<SourceFacts> = z.object({
  container: z.string(),
  sizeBytes: count,
  durationMs: z.number().nonnegative(),
  video: z.object({
    index: count,
    codec: z.string(),
    profile: z.string().nullable(),
    pixelFormat: z.string(),
    coded: size,
    display: size,
    rotation: z.number(),
    sampleAspect: rational,
    frameRate: rational,
    isVariable: z.boolean(),
    startMs: z.number().nonnegative(),
    hiddenFrames: count,
    lastFrameMs: z.number().nonnegative(),
    frameCount: count,
    bitrate: z.number().nonnegative(),
    // Runs that began before it was measured have none.
    peakBitrate: z.number().nonnegative().default(0),
    maxGopMs: z.number().nonnegative(),
    fieldOrder: z.enum(['progressive', 'interlaced', 'unknown']),
    colour: z.object({
      primaries: z.string().nullable(),
      transfer: z.string().nullable(),
      matrix: z.string().nullable(),
      range: z.string().nullable(),
      hdr: z.boolean(),
    }),
  }),
  audio: z
    .object({
      index: count,
      codec: z.string(),
      profile: z.string().nullable(),
      channels: count,
      sampleRate: count,
    })
    .nullable(),
  audioDropped: z.boolean(),
  // Runs that began before captions were looked for have none.
  captions: z.array(z.object({ index: count, codec: z.string() })).default([]),
})

const seeking: z.ZodType<SeekFacts> = z.object({
  containerStart: z.number(),
  pictureStart: z.number(),
  pictureEndMs: z.number().nonnegative(),
  longestFrameMs: z.number().nonnegative(),
  runUpMs: z.array(z.number()),
})

const chunk: z.ZodType<Chunk> = z.object({
  index: count,
  startMs: z.number().nonnegative(),
  endMs: z.number().nonnegative(),
  last: z.boolean(),
})

/** What the edge reads too, and so is read as it reads it: what passes here can be played there. */
function readWith<Value>(read: (value: unknown) => Value | null, message: string): z.ZodType<Value> {
  return z.unknown().transform((input, context) => {
    const value = read(input)
    if (value !== null) return value
    context.issues.push({ code: 'custom', message, input })
    return z.NEVER
  })
}

const streamHead = readWith(readStreamHead, 'must be the head of a stream')
const streamPart = readWith(readStreamPart, 'must be a part of a stream')

const soundTrack: z.ZodType<EncodedSoundTrack> = z.object({
  name: z.string(),
  part: streamPart,
  gainDb: z.number(),
})
/** What a run says of how something was made, where there is something to say. */
const remark = z.string().max(DETAIL_LIMIT).optional()

/** What was made before there were several sounds is one, without its name. */
const soleSound = z
  .object({ part: streamPart, gainDb: z.number() })
  .transform((sound): EncodedSound => ({ tracks: [{ name: 'audio', ...sound }] }))
const sounds = z.union([z.object({ tracks: z.array(soundTrack).min(1), remark }), soleSound])

const temporaryObject = z.object({ key: z.string().min(1), bytes: count })
const rung = z.object({
  name: z.string(),
  codec: z.enum(PICTURE_CODECS),
  width: pixels,
  height: pixels,
  frameRate: rational,
  crf: z.number(),
  maxRateKbps: z.number(),
  profile: z.enum(['main', 'high']),
})
const foundRendition = z.object({
  name: z.string(),
  width: count,
  height: count,
  frameRate: z.number().nonnegative(),
  codec: z.string(),
  bitrate: z.number().nonnegative(),
  bytes: count,
})
const found = z.array(foundRendition).min(1)

const share = z.number().min(0).max(1)
const rungFigures = z.object({ crf: z.number(), kbps: z.number().nonnegative(), ssim: share })
const ladderChoice = z.object({
  rungs: z.array(z.object({ name: z.string(), usual: rungFigures, chosen: rungFigures.nullable() })).min(1),
  /** Below 0 where an encode took more with fewer bits allowed. */
  saved: z.number().max(1),
  ssim: share,
  usualSsim: share,
})

interface KnownArtefacts {
  readonly facts: SourceReport
  readonly chunks: ChunkPlan
  readonly ladder: ProbedLadder
  readonly stream: GrowingStream
  readonly renditions: EncodedChunk
  readonly loudness: MeasuredSound
  readonly sound: EncodedSound
  readonly integrity: Integrity
  readonly streams: StreamSet
  readonly poster: PosterPicture
  readonly storyboard: Storyboard
  readonly captions: ExtractedCaptions
  readonly downloads: DownloadFiles
  readonly publication: PublishedVideo
}

/** A kind of artefact that Marquee itself knows what to do with; a type of task may make others. */
export type ArtefactKind = keyof KnownArtefacts
export type ArtefactOf<Kind extends ArtefactKind> = KnownArtefacts[Kind]

/** What tasks hand to each other and to the completion handler, by its kind. */
export const ARTEFACTS: { readonly [Kind in ArtefactKind]: z.ZodType<KnownArtefacts[Kind]> } = {
  facts: z.object({
    facts: sourceFacts,
    seeking,
    reasonsAgainstRemux: z.array(z.string()),
    broken: z
      .object({ code: z.enum(['SOURCE_TRUNCATED', 'SOURCE_DAMAGED']), part: temporaryObject })
      .optional(),
    remark,
  }),
  chunks: z.object({
    chunks: z.array(chunk).min(1),
    seeking,
    copy: temporaryObject.nullable(),
    damage: z.enum(['counted', 'concealed']),
    remark,
  }),
  ladder: z.object({
    scenesAtMs: z.array(z.number().nonnegative()),
    choice: ladderChoice.nullable(),
    // A worker of before gives no reason.
    unmeasured: z.enum(UNMEASURED_REASONS).optional(),
    remark: z.string().max(DETAIL_LIMIT),
  }),
  stream: z.object({
    revision,
    preset: z.enum(X264_PRESETS),
    hardware: z.enum(HARDWARE_ENCODERS).optional(),
    remark,
    rungs: z.array(rung).min(1),
    head: streamHead,
  }),
  renditions: z.object({
    chunk: count,
    tracks: z.array(z.object({ name: z.string(), part: streamPart })),
  }),
  loudness: z.object({
    mixes: z.array(z.object({ layout: z.enum(LAYOUTS), gainDb: z.number() })).min(1),
    remark,
  }),
  sound: sounds,
  integrity: z.object({ decoded: z.boolean() }),
  streams: z.object({ revision, renditions: found }),
  poster: z.object({
    ...{ revision, path, width: pixels, height: pixels },
    // A worker of before names none.
    candidates: z.array(z.object({ path, atMs: z.number().nonnegative() })).default([]),
  }),
  storyboard: z.object({ revision, path, sheets: count }),
  captions: z.object({ revision, tracks: z.array(z.object({ language: z.string(), path })) }),
  downloads: z.object({
    revision,
    files: z.array(z.object({ name: z.string(), path, width: pixels, height: pixels, bytes: pixels })).min(1),
  }),
  publication: z.object({
    early: z.boolean(),
    revision,
    hlsPath: path,
    dashPath: path,
    posterPath: path.nullable(),
    storyboardPath: path.nullable(),
    durationMs: z.number().nonnegative(),
    width: pixels,
    height: pixels,
    renditions: found,
  }),
}
