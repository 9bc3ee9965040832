import type { Rational, SourceFacts, TaskOutput, TaskOutputs, TaskType } from '@marquee/media'
import { z } from 'zod'

const seconds = z.number().nonnegative()
const count = z.number().int().nonnegative()
const pixels = z.number().int().positive()
/** Relative to videos/<public id>/: a folder and a file below it. */
const path = z.string().regex(/^[\w-]+(\/[\w.-]+)+$/, 'must be a path below the video')
const revision = z.string().regex(/^[\w-]{8,64}$/, 'must be a revision')

const size = z.object({ width: pixels, height: pixels })
const rational: z.ZodType<Rational> = z.object({ numerator: pixels, denominator: pixels })

const facts: z.ZodType<SourceFacts> = z.object({
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
const renditions = z.array(foundRendition).min(1)

/** Of each type; one that is missing here does not compile. */
export const TASK_OUTPUTS = {
  inspect: z.object({
    type: z.literal('inspect'),
    cpuSeconds: seconds,
    facts,
    rungs: z.array(rung).min(1),
    reasonsAgainstRemux: z.array(z.string()),
  }),
  remux: z.object({ type: z.literal('remux'), cpuSeconds: seconds, revision, renditions }),
  encode: z.object({
    type: z.literal('encode'),
    cpuSeconds: seconds,
    renditions: z.array(temporaryObject.extend({ name: z.string(), width: pixels, height: pixels })).min(1),
    audio: temporaryObject.nullable(),
  }),
  package: z.object({ type: z.literal('package'), cpuSeconds: seconds, revision, renditions }),
  poster: z.object({
    type: z.literal('poster'),
    cpuSeconds: seconds,
    revision,
    path,
    width: pixels,
    height: pixels,
  }),
  storyboard: z.object({
    type: z.literal('storyboard'),
    cpuSeconds: seconds,
    revision,
    path,
    sheets: count,
  }),
  publish: z.object({
    type: z.literal('publish'),
    cpuSeconds: seconds,
    early: z.boolean(),
    revision,
    hlsPath: path,
    dashPath: path,
    posterPath: path.nullable(),
    storyboardPath: path.nullable(),
    durationMs: z.number().nonnegative(),
    width: pixels,
    height: pixels,
    renditions,
  }),
} as const satisfies { readonly [Type in TaskType]: z.ZodType<TaskOutputs[Type]> }

/** What a task of any type has made. */
export const taskOutput: z.ZodType<TaskOutput> = z.union(Object.values(TASK_OUTPUTS))
