import { lateStart } from '../chunks/picture-clock.ts'
import { AUDIO_KBPS, AUDIO_SAMPLE_RATE, SEGMENT_SECONDS } from '../ladder/ladder.ts'
import type { AudioFacts, SourceFacts } from '../source/source-facts.ts'
import { AUDIO_FILE } from './encode-arguments.ts'
import { fragments } from './encode-chunk-arguments.ts'
import { INPUT_GUARDS, QUIET } from './guarded-input.ts'

export interface EncodeAudioRequest {
  readonly source: string
  readonly facts: SourceFacts & { readonly audio: AudioFacts }
  /** From `gainOf`; 0 leaves the sound as loud as it is. */
  readonly gainDb: number
}

/** AAC starts with this many samples that are not of the source. Cutting as many keeps sound and picture together. */
const AAC_PRIMING_SAMPLES = 1024

/**
 * ffmpeg: writes the whole sound as one fragmented MP4, AUDIO_FILE, in film time. Never in chunks: each would begin with
 * priming samples of its own. Progress on standard output.
 */
export function encodeAudioArguments({ source, facts, gainDb }: EncodeAudioRequest): string[] {
  const { audio, video } = facts
  const shift = `asetpts=PTS-${lateStart(video).restSeconds.toFixed(6)}/TB`
  const gain = gainDb === 0 ? '' : `volume=${gainDb.toFixed(2)}dB,`
  const cut = `atrim=start_sample=${AAC_PRIMING_SAMPLES}`
  const graph = `[0:${audio.index}]${shift},${mixed(audio, ':async=1:first_pts=0')},${gain}${cut}[a]`
  return [
    ...[...QUIET, '-y', '-progress', 'pipe:1', '-stats_period', '0.5', ...INPUT_GUARDS, '-i', source],
    ...['-filter_complex', graph, '-map', '[a]', '-c:a', 'aac', '-b:a', `${AUDIO_KBPS}k`],
    ...['-frag_duration', String(SEGMENT_SECONDS * 1_000_000), ...fragments([])],
    AUDIO_FILE,
  ]
}

/** Mixed down to two channels, or the one there is, in float: so that nothing clips before its gain is applied. */
export function mixed({ channels }: AudioFacts, options = ''): string {
  const layout = channels === 1 ? 'mono' : 'stereo'
  return `aresample=${AUDIO_SAMPLE_RATE}${options}:out_sample_fmt=fltp:out_chlayout=${layout}`
}
