import type { AudioFacts } from '../source/source-facts.ts'
import type { SoundTrack } from '../streams/stream-head.ts'
import { AUDIO_KBPS, AUDIO_SAMPLE_RATE } from './ladder.ts'

export const SOUND_CODECS = ['aac', 'opus'] as const
export type SoundCodec = (typeof SOUND_CODECS)[number]

export const LAYOUTS = ['mono', 'stereo', '5.1'] as const

/** How a sound is encoded. All of it follows from what its track announces: whoever encodes it need be told no more. */
export interface SoundPlan {
  readonly codec: SoundCodec
  /** ffmpeg's name of it. */
  readonly layout: (typeof LAYOUTS)[number]
  readonly kbps: number
}

/** RFC 6381 §3.3. Opus is its sample entry's name in lower case, which all browsers know (W3C, webcodecs-opus). */
const CODEC_NAMES: Readonly<Record<SoundCodec, string>> = { aac: 'mp4a.40.2', opus: 'opus' }

/** Kilobits a second, of stereo or mono. Opus needs less for the same (RFC 6716 §2.1.1: 64 to 128 for full-band stereo music). */
const STEREO_KBPS: Readonly<Record<SoundCodec, number>> = { aac: AUDIO_KBPS, opus: 112 }
const SURROUND_KBPS = 384

/** Both encoders keep to their rate within a segment by a few percent. Bit/s, of a kbit/s. */
const PEAK_OF_KBPS = 1_100

/** 5.1; what has more is mixed down to it. */
const SURROUND_CHANNELS = 6

/**
 * The sounds of a film, the one that players take by themselves first: stereo, or mono where the source is, in each codec;
 * and where the source has at least 5.1, that in AAC, which is what TVs and receivers decode.
 * @param stereoKbps instead of what is usual for each codec
 */
export function selectSounds(
  audio: AudioFacts | null,
  codecs: readonly SoundCodec[],
  stereoKbps?: number,
): readonly SoundTrack[] {
  if (!audio) return []
  const channels = Math.min(audio.channels, 2)
  const stereo = codecs.map((codec, index) =>
    announce(
      index === 0 ? 'audio' : codec,
      codec,
      channels,
      stereoKbps && atMost(stereoKbps, codec, channels),
    ),
  )
  const hasSurround = audio.channels >= SURROUND_CHANNELS && codecs.includes('aac')
  return hasSurround ? [...stereo, announce('surround', 'aac', SURROUND_CHANNELS)] : stereo
}

/** The mixes of which sounds are made, in their order. */
export function mixesOf(sounds: readonly SoundTrack[]): readonly SoundPlan['layout'][] {
  return [...new Set(sounds.map((track) => planSound(track).layout))]
}

function announce(
  name: string,
  codec: SoundCodec,
  channels: number,
  kbps = kbpsOf(codec, channels),
): SoundTrack {
  return {
    name,
    codec: CODEC_NAMES[codec],
    timescale: AUDIO_SAMPLE_RATE,
    channels,
    sampleRate: AUDIO_SAMPLE_RATE,
    peakBitrate: kbps * PEAK_OF_KBPS,
  }
}

export function planSound({
  codec: name,
  channels,
  peakBitrate,
}: Pick<SoundTrack, 'codec' | 'channels' | 'peakBitrate'>): SoundPlan {
  const codec = name === CODEC_NAMES.opus ? 'opus' : 'aac'
  const layout = channels === 1 ? 'mono' : channels === 2 ? 'stereo' : '5.1'
  return { codec, layout, kbps: Math.round(peakBitrate / PEAK_OF_KBPS) }
}

/** libopus refuses more. */
const OPUS_KBPS_A_CHANNEL = 256

const atMost = (kbps: number, codec: SoundCodec, channels: number): number =>
  codec === 'opus' ? Math.min(kbps, OPUS_KBPS_A_CHANNEL * channels) : kbps

function kbpsOf(codec: SoundCodec, channels: number): number {
  return channels > 2 ? SURROUND_KBPS : STEREO_KBPS[codec]
}
