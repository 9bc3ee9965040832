import type { ProbeDocument, ProbeStream } from './probe-document.ts'

/** The streams that will be published. Undefined where there is none of the kind. */
export interface ChosenStreams {
  readonly video: ProbeStream | undefined
  readonly audio: ProbeStream | undefined
}

/**
 * One picture and one sound: the track marked as default, else the first. Cover art is no picture.
 * Not the largest, which is ffmpeg's own rule: phones store a still image beside the film.
 */
export function chooseStreams({ streams }: ProbeDocument): ChosenStreams {
  return {
    video: preferred(streams.filter((s) => s.codec_type === 'video' && s.disposition?.attached_pic !== 1)),
    audio: preferred(streams.filter((s) => s.codec_type === 'audio' && isDescribed(s))),
  }
}

function preferred(streams: readonly ProbeStream[]): ProbeStream | undefined {
  return streams.find((stream) => stream.disposition?.default === 1) ?? streams[0]
}

function isDescribed(stream: ProbeStream): boolean {
  return stream.codec_name !== undefined && Number(stream.sample_rate) > 0 && (stream.channels ?? 0) > 0
}
