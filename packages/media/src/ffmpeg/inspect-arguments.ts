import { INPUT_GUARDS, ONE_THREAD, QUIET, SOUND_GUARDS } from './guarded-input.ts'

/** What is read of a probe, and no more: a tag is whatever a stranger wrote, and may be as long as the file. */
const PROBED = [
  'format=format_name,start_time,duration',
  'stream=index,codec_type,codec_name,profile,pix_fmt,width,height,sample_aspect_ratio,r_frame_rate,field_order,' +
    'color_primaries,color_transfer,color_space,color_range,channels,sample_rate',
  'stream_disposition',
  'stream_side_data=rotation',
].join(':')

/** Whether a file is opened that can only be sound. */
export type Opened = 'films' | 'sounds'

const guardsOf = (opened: Opened) => (opened === 'sounds' ? SOUND_GUARDS : INPUT_GUARDS)

/** ffprobe: container and streams as one JSON document on standard output. */
export function probeArguments(source: string, opened: Opened = 'films'): string[] {
  return ['-v', 'quiet', ...guardsOf(opened), '-show_entries', PROBED, '-of', 'json', '-i', source]
}

/** What `parsePacketLine` reads, in ffprobe's own order. */
const PACKET_FIELDS = 'stream_index,pts_time,dts_time,duration_time,size,flags'

/** ffprobe: every packet to the end of the file, a CSV line each; decodes nothing. */
export function packetArguments(source: string, opened: Opened = 'films'): string[] {
  return [
    '-v',
    'error',
    ...guardsOf(opened),
    '-show_entries',
    `packet=${PACKET_FIELDS}`,
    '-of',
    'csv=p=0',
    '-i',
    source,
  ]
}

/** Enough to compare; ffprobe flushes what a decoder holds back. */
const FIRST_PACKETS = 8

/**
 * ffprobe: width, height and interlacing of the first frames of one stream, a CSV line each for `parseFrameLine`.
 * @param beforeKey packets of the stream that cannot be decoded: a cut recording starts between keyframes
 */
export function frameArguments(source: string, streamIndex: number, beforeKey: number): string[] {
  return [
    ...['-v', 'quiet', ...ONE_THREAD, ...INPUT_GUARDS, '-read_intervals', `%+#${beforeKey + FIRST_PACKETS}`],
    ...['-select_streams', String(streamIndex), '-show_entries', 'frame=width,height,interlaced_frame'],
    ...['-of', 'csv=p=0', '-i', source],
  ]
}

/** ffmpeg: decodes the first second of one audio stream and drops it; exit status 0 means it can be decoded. */
export function audioTrialArguments(source: string, streamIndex: number, opened: Opened = 'films'): string[] {
  return [
    ...[...QUIET, ...guardsOf(opened), '-i', source, '-map', `0:${streamIndex}`, '-vn', '-sn', '-dn'],
    ...['-t', '1', '-f', 'null', '-'],
  ]
}
