import { lateStart } from '../chunks/picture-clock.ts'
import { SEGMENT_SECONDS } from '../ladder/ladder.ts'
import { planSound, type SoundCodec, type SoundPlan } from '../ladder/select-sounds.ts'
import type { AudioFacts, SourceFacts } from '../source/source-facts.ts'
import type { SoundTrack } from '../streams/stream-head.ts'
import { ANY_DAMAGE } from './count-damage.ts'
import { fragments } from './encode-chunk-arguments.ts'
import { QUIET, SOUND_GUARDS } from './guarded-input.ts'
import { fork, meterOutputs, mixed, soundMeters } from './sound-graph.ts'

export interface EncodeAudioRequest {
  readonly source: string
  readonly facts: SourceFacts & { readonly audio: AudioFacts }
  readonly sounds: readonly GainedSound[]
  /** Only so much from the beginning of the film; all of it where it is left out. */
  readonly seconds?: number | undefined
  /** Mixes that are measured besides, as by `loudnessArguments`: they are decoded but once. */
  readonly measured?: readonly SoundPlan['layout'][]
}

/** A sound that was announced, and how much louder it becomes. */
export interface GainedSound {
  readonly track: Pick<SoundTrack, 'name' | 'codec' | 'channels' | 'peakBitrate'>
  /** From `gainOf`; 0 leaves the sound as loud as it is. */
  readonly gainDb: number
}

/** The local file that `encodeAudioArguments` writes for a sound. */
export const soundFile = ({ name }: Pick<SoundTrack, 'name'>) => `${name}.mp4`

/**
 * Encoders start with this many samples that are not of the source. Cutting as many keeps sound and picture together.
 * AAC: one frame. Opus: the pre-skip of libopus at 48 kHz (RFC 7845 §4.2), which players drop by themselves.
 */
const PRIMING_SAMPLES: Readonly<Record<SoundCodec, number>> = { aac: 1024, opus: 312 }

/**
 * From 64 kbit/s a channel ffmpeg advises the cheaper search for quantizers (ffmpeg-codecs, aac_coder). Of rich sound in 5.1 at
 * 384 kbit/s it leaves 4 to 10 dB less noise than the usual one as a mean over bands, in a third of the CPU time; not in every
 * band, and not of sound that was AAC of a low rate before (docs/decisions/0030).
 */
const SURROUND_AAC = ['-c:a', 'aac', '-aac_coder', 'fast']

function encoderOf({ codec, layout }: SoundPlan): readonly string[] {
  // Constrained: no segment is far from the rate that was announced.
  if (codec === 'opus') return ['-c:a', 'libopus', '-vbr', 'constrained']
  return layout === '5.1' ? SURROUND_AAC : ['-c:a', 'aac']
}

/**
 * ffmpeg: decodes the sound once, and writes each as one fragmented MP4, {@link soundFile}, in film time. Never in chunks:
 * each would begin with priming samples of its own. Progress on standard output.
 */
export function encodeAudioArguments(request: EncodeAudioRequest): string[] {
  const { source, facts, sounds, seconds, measured = [] } = request
  return [
    ...[...QUIET, '-y', '-progress', 'pipe:1', '-stats_period', '0.5'],
    ...[...ANY_DAMAGE, ...SOUND_GUARDS, '-i', source],
    ...['-filter_complex', soundGraph(facts, sounds, { seconds, measured })],
    ...soundOutputs(sounds),
    ...meterOutputs(measured),
  ]
}

/** `[0:a]…`, an output `[a<n>]` for each sound, and what measures the mixes, of one decode. */
export function soundGraph(
  { audio, video }: Pick<EncodeAudioRequest['facts'], 'audio' | 'video'>,
  sounds: readonly GainedSound[],
  { seconds, measured = [] }: Pick<EncodeAudioRequest, 'seconds' | 'measured'> = {},
): string {
  // Behind what fills gaps with silence: one in which a beginning ends would end it too soon.
  const beginning = seconds === undefined ? '' : `atrim=end=${seconds},`
  const shift = `[0:${audio.index}]asetpts=PTS-${lateStart(video).restSeconds.toFixed(6)}/TB`
  const heard = sounds.map(({ track, gainDb }, index) => {
    const { layout, codec } = planSound(track)
    const gain = gainDb === 0 ? '' : `volume=${gainDb.toFixed(2)}dB,`
    return `${mixed(layout, ':async=1:first_pts=0')},${beginning}${gain}atrim=start_sample=${PRIMING_SAMPLES[codec]}[a${index}]`
  })
  return fork(shift, [...heard, ...soundMeters(measured)])
}

/** What is written of what `soundGraph` gives out: each fragment in one write, so that a file never goes back, and is read as it grows. */
export function soundOutputs(sounds: readonly GainedSound[]): string[] {
  return sounds.flatMap(({ track }, index) => {
    const plan = planSound(track)
    return [
      ...['-map', `[a${index}]`, ...encoderOf(plan), '-b:a', `${plan.kbps}k`],
      ...['-frag_duration', String(SEGMENT_SECONDS * 1_000_000), '-flush_packets', '1', ...fragments([])],
      soundFile(track),
    ]
  })
}
