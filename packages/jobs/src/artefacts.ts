import type {
  EncodedRenditions,
  PosterPicture,
  PublishedVideo,
  Rational,
  SourceFacts,
  SourceReport,
  Storyboard,
  StreamSet,
} from '@marquee/media'
import { z } from 'zod'

const count = z.number().int().nonnegative()
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
})

const temporaryObject = z.object({ key: z.string().min(1), bytes: count })
const rung = z.object({
  name: z.string(),
  width: pixels,
  height: pixels,
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

/** What tasks hand to each other and to the completion handler, by its kind. */
export const ARTEFACTS = {
  facts: z.object({
    facts: sourceFacts,
    rungs: z.array(rung).min(1),
    reasonsAgainstRemux: z.array(z.string()),
  }) satisfies z.ZodType<SourceReport>,
  renditions: z.object({
    renditions: z.array(temporaryObject.extend({ name: z.string(), width: pixels, height: pixels })).min(1),
    audio: temporaryObject.nullable(),
  }) satisfies z.ZodType<EncodedRenditions>,
  streams: z.object({ revision, renditions: found }) satisfies z.ZodType<StreamSet>,
  poster: z.object({ revision, path, width: pixels, height: pixels }) satisfies z.ZodType<PosterPicture>,
  storyboard: z.object({ revision, path, sheets: count }) satisfies z.ZodType<Storyboard>,
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
  }) satisfies z.ZodType<PublishedVideo>,
} as const

/** A kind of artefact that Marquee itself knows what to do with; a type of task may make others. */
export type ArtefactKind = keyof typeof ARTEFACTS
export type ArtefactOf<Kind extends ArtefactKind> = z.infer<(typeof ARTEFACTS)[Kind]>
