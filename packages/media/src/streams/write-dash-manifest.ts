import type { Rational } from '../source/source-facts.ts'
import {
  type ComposedStream,
  endSeconds,
  type ShownTrack,
  type StreamSegment,
  tracksOf,
} from './compose-stream.ts'
import { measureBitrate } from './measure-bitrate.ts'
import { codecFamily, type PictureTrack, type SoundTrack } from './stream-head.ts'
import { initName, segmentName } from './stream-names.ts'

/** When a revision grew: the same for whoever composes it, so that the same parts give the same text. */
export interface GrowthTimes {
  /** When its head was written. */
  readonly announcedAt: Date
  /** When the newest part that is shown was written. */
  readonly changedAt: Date
}

/** How often players ask again: half a segment, as HLS has it. Seconds. */
const UPDATE_SECONDS = 2
/** Players want as much before they start. Seconds. */
const MIN_BUFFER_SECONDS = 2

/**
 * The manifest of ISO/IEC 23009-1, profile «isoff-live»: `dynamic` while the revision grows, `static` when all is there,
 * one period from 0 in either. Its timelines list what can be fetched, so no clock decides: the availability start lies
 * as far before the head as the film is long, and nothing that is listed is ever in the future (§5.3.9.5.3).
 */
export function writeDashManifest(stream: ComposedStream, times: GrowthTimes): string {
  const { pictures, sounds } = stream
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011" minBufferTime="PT${MIN_BUFFER_SECONDS}S" ${presentation(stream, times)}>`,
    '  <Period id="0" start="PT0S">',
    ...pictureSets(pictures).flatMap(({ id, priority, tracks }) => [
      `    <AdaptationSet id="${id}" contentType="video" mimeType="video/mp4" segmentAlignment="true" startWithSAP="1"${priority}>`,
      ...tracks.flatMap((shown) => pictureRepresentation(shown, bandwidthOf(shown, stream))),
      '    </AdaptationSet>',
    ]),
    ...sounds.flatMap((sound, index) => [
      `    <AdaptationSet id="${index + 1}" contentType="audio" mimeType="audio/mp4" segmentAlignment="true" startWithSAP="1"${index === 0 ? '' : ' selectionPriority="0"'}>`,
      ...soundRepresentation(sound, bandwidthOf(sound, stream)),
      '    </AdaptationSet>',
    ]),
    '  </Period>',
    '</MPD>',
  ]
  return `${lines.join('\n')}\n`
}

/** Fewer bytes for the same picture go first (§5.3.3.1): a player takes the first of these that it can decode. */
const PREFERRED = ['av01', 'hvc1', 'vp09', 'avc1']

interface PictureSet {
  readonly id: number
  /** An attribute, where there is a choice. */
  readonly priority: string
  readonly tracks: readonly ShownTrack<PictureTrack>[]
}

/** A set for each codec, since players switch within one only. The first keeps the id that it had while the stream grew. */
function pictureSets(pictures: readonly ShownTrack<PictureTrack>[]): readonly PictureSet[] {
  const families = [...new Set(pictures.map(({ track }) => codecFamily(track)))]
  return families.map((family, index) => ({
    id: index === 0 ? 0 : index + FIRST_FREE_ID,
    priority:
      families.length > 1 ? ` selectionPriority="${PREFERRED.length - PREFERRED.indexOf(family)}"` : '',
    tracks: pictures.filter(({ track }) => codecFamily(track) === family),
  }))
}

/** Ids of further pictures begin behind all that sounds may ever take. */
const FIRST_FREE_ID = 99

function presentation(stream: ComposedStream, { announcedAt, changedAt }: GrowthTimes): string {
  const { head, complete } = stream
  if (complete) {
    const seconds = Math.max(...tracksOf(stream).map(endSeconds))
    return `type="static" mediaPresentationDuration="${duration(seconds)}"`
  }
  // A duration would be that of a broadcast which ends by the clock (§5.3.1.2): how long this takes, nobody knows.
  const availableFrom = new Date(announcedAt.getTime() - head.durationMs - head.targetSeconds * 1_000)
  return `type="dynamic" availabilityStartTime="${availableFrom.toISOString()}" publishTime="${changedAt.toISOString()}" minimumUpdatePeriod="PT${UPDATE_SECONDS}S" maxSegmentDuration="${duration(head.targetSeconds + 0.5)}"`
}

/** Microseconds are less than a frame or a sample. */
function duration(seconds: number): string {
  return `PT${Number(seconds.toFixed(6))}S`
}

function bandwidthOf(shown: ShownTrack, { head, complete }: ComposedStream): number {
  return complete ? measureBitrate(shown, head.targetSeconds).peak : shown.track.peakBitrate
}

function pictureRepresentation(shown: ShownTrack<PictureTrack>, bandwidth: number): string[] {
  const { name, codec, width, height, frameRate } = shown.track
  return [
    `      <Representation id="${name}" bandwidth="${bandwidth}" codecs="${codec}" width="${width}" height="${height}" frameRate="${rate(frameRate)}" sar="1:1">`,
    ...segmentTemplate(shown),
    '      </Representation>',
  ]
}

function soundRepresentation(shown: ShownTrack<SoundTrack>, bandwidth: number): string[] {
  const { name, codec, channels, sampleRate } = shown.track
  return [
    `      <Representation id="${name}" bandwidth="${bandwidth}" codecs="${codec}" audioSamplingRate="${sampleRate}">`,
    `        <AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="${channels}"/>`,
    ...segmentTemplate(shown),
    '      </Representation>',
  ]
}

function rate({ numerator, denominator }: Rational): string {
  return denominator === 1 ? String(numerator) : `${numerator}/${denominator}`
}

function segmentTemplate({ track, segments }: ShownTrack): string[] {
  const { name, timescale } = track
  return [
    `        <SegmentTemplate timescale="${timescale}" initialization="${initName(name)}" media="${segmentName(name, '$Number$')}" startNumber="${segments[0]?.number ?? 1}">`,
    '          <SegmentTimeline>',
    ...timeline(segments).map(({ start, ticks, more }) => {
      const repeat = more > 0 ? ` r="${more}"` : ''
      return `            <S t="${start}" d="${ticks}"${repeat}/>`
    }),
    '          </SegmentTimeline>',
    '        </SegmentTemplate>',
  ]
}

interface Run {
  readonly start: number
  readonly ticks: number
  /** So many more of the same length follow (§5.3.9.6). */
  more: number
}

function timeline(segments: readonly StreamSegment[]): readonly Run[] {
  const runs: Run[] = []
  for (const { startTicks: start, durationTicks: ticks } of segments) {
    const run = runs.at(-1)
    if (run?.ticks === ticks && run.start + run.ticks * (run.more + 1) === start) run.more += 1
    else runs.push({ start, ticks, more: 0 })
  }
  return runs
}
