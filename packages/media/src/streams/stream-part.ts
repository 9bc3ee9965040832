import { fieldsOf, isNatural, isPositive, parseJson } from './json-fields.ts'

/** A segment as its maker measured it. */
export interface MadeSegment {
  readonly durationTicks: number
  readonly bytes: number
}

/**
 * What one chunk brings to one track, written once, behind its segments: {@link partName}. A sound, which is encoded
 * whole, is given out in parts of its own (`soundPartOf`).
 */
export interface StreamPart {
  /** From 0, without a gap. */
  readonly index: number
  /** Of its first segment: `<track>/<number>.m4s`. The first of a track is 1. */
  readonly firstNumber: number
  /** Where it starts on the track's clock. */
  readonly startTicks: number
  readonly segments: readonly MadeSegment[]
  /** No part follows. */
  readonly last: boolean
}

/** Null where the text is no part. */
export function parseStreamPart(text: string): StreamPart | null {
  return readStreamPart(parseJson(text))
}

/** The fields of a part, and no others; null where the value is none. */
export function readStreamPart(value: unknown): StreamPart | null {
  const part = fieldsOf(value)
  if (!part || !Array.isArray(part.segments) || typeof part.last !== 'boolean') return null
  const { index, firstNumber, startTicks, last } = part
  const segments = part.segments.map(madeSegment).filter((segment) => segment !== null)
  const isWhole = segments.length === part.segments.length
  if (!isWhole || !isNatural(index) || !isPositive(firstNumber) || !isNatural(startTicks)) return null
  return { index, firstNumber, startTicks, segments, last }
}

function madeSegment(value: unknown): MadeSegment | null {
  const { durationTicks, bytes } = fieldsOf(value) ?? {}
  return isPositive(durationTicks) && isPositive(bytes) ? { durationTicks, bytes } : null
}
