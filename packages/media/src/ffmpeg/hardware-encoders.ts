import { h264Level } from '../cmaf/h264-level.ts'
import type { PictureCodec } from '../ladder/ladder.ts'
import type { Rung } from '../ladder/select-rungs.ts'
import { KEYFRAME_CEILING, rateCeiling, type X264Preset } from './picture-encoders.ts'

/** ffmpeg's names of the encoders in hardware that a film may be given to; of those that work on a machine, the first. */
export const HARDWARE_ENCODERS = ['h264_nvenc', 'h264_qsv', 'h264_vaapi'] as const
export type HardwareEncoder = (typeof HARDWARE_ENCODERS)[number]

/** What they encode; everything else is encoded in software. */
export const HARDWARE_CODEC: PictureCodec = 'h264'

/** Where VA-API is found on Linux: the first graphics processor. */
export const RENDER_NODE = '/dev/dri/renderD128'

/** What VA-API asks for: a device, before all inputs, and pictures that are uploaded to it at the end of a graph. */
export const VAAPI = {
  device: ['-vaapi_device', RENDER_NODE],
  upload: 'format=nv12,hwupload',
} as const

/** A film is announced before it is encoded: by `ultrafast` x264 writes Baseline, which no hardware is asked for. */
export function presetOnHardware(preset: X264Preset): X264Preset {
  return preset === 'ultrafast' ? 'superfast' : preset
}

/** NVENC and QSV in their own words. What decodes and scales beside them is slower at any of these. */
const SPEEDS: Readonly<Record<X264Preset, { readonly nvenc: string; readonly qsv: string }>> = {
  ultrafast: { nvenc: 'p2', qsv: 'veryfast' },
  superfast: { nvenc: 'p2', qsv: 'veryfast' },
  veryfast: { nvenc: 'p4', qsv: 'medium' },
  faster: { nvenc: 'p4', qsv: 'medium' },
  fast: { nvenc: 'p5', qsv: 'slow' },
  medium: { nvenc: 'p6', qsv: 'slower' },
  slow: { nvenc: 'p7', qsv: 'veryslow' },
}

interface Family {
  /** Options that open the device, before all inputs. */
  readonly device: readonly string[]
  /** Ends each chain of filters; null where the encoder takes pictures out of ordinary memory. */
  readonly upload: string | null
  /** Of those pictures; null where they are uploaded. */
  readonly pixelFormat: string | null
  readonly build: (rung: Rung, preset: X264Preset) => readonly string[]
}

const FAMILIES: Readonly<Record<HardwareEncoder, Family>> = {
  h264_nvenc: {
    ...{ device: [], upload: null, pixelFormat: 'yuv420p' },
    build: (rung, preset) => [
      ...['-preset', SPEEDS[preset].nvenc, '-tune', 'hq', '-rc', 'vbr', '-cq', String(rung.crf), '-b:v', '0'],
      // `-no-scenecut` is of no matter but where a preset looks ahead.
      ...['-rc-lookahead', '0', '-no-scenecut', '1', '-forced-idr', '1'],
    ],
  },
  h264_qsv: {
    ...{ device: [], upload: null, pixelFormat: 'nv12' },
    build: (rung, preset) => [
      ...['-preset', SPEEDS[preset].qsv, ...average(rung), '-look_ahead', '0'],
      ...['-adaptive_i', '0', '-adaptive_b', '0'],
      ...['-idr_interval', '0', '-forced_idr', '1', '-flags', '+cgop'],
    ],
  },
  // Its speeds are each driver's own. A keyframe that is forced is an IDR there by itself.
  h264_vaapi: {
    ...{ ...VAAPI, pixelFormat: null },
    build: (rung) => ['-rc_mode', 'VBR', ...average(rung), '-idr_interval', '0', '-sei', '0'],
  },
}

/**
 * What of its ceiling a rung is to take on average where drivers know no quality below a ceiling that all of them keep: a
 * rate that is constant on easy films too.
 */
const AVERAGE_SHARE = 2 / 3

const average = ({ maxRateKbps }: Rung) => ['-b:v', `${Math.round(maxRateKbps * AVERAGE_SHARE)}k`]

/**
 * NAL units that drivers repeat in the stream or sign it with: SEI, parameter sets, delimiters (H.264 table 7-1). Parameter
 * sets stand in the initialization segment alone, as `avc1` promises (ISO/IEC 14496-15 §5.3.3.1.1).
 */
const REPEATED_UNITS = '6-9'

/**
 * What ffmpeg is told of an encoder in hardware: as `pictureEncoderArguments` a ceiling, and no keyframes but those that are
 * forced, each an IDR. No pictures are reordered: not every device can, and ffmpeg 5.1 gives NVENC's wrong decoding times
 * wherever a tick is not a frame.
 */
export function hardwareEncoderArguments(
  encoder: HardwareEncoder,
  rung: Rung,
  preset: X264Preset,
): readonly string[] {
  return [
    ...['-c:v', encoder, ...FAMILIES[encoder].build(rung, preset), ...rateCeiling(rung)],
    ...['-profile:v', rung.profile, '-level:v', String(h264Level(rung, preset).idc)],
    ...['-bf', '0', '-g', String(KEYFRAME_CEILING), '-bsf:v', `filter_units=remove_types=${REPEATED_UNITS}`],
  ]
}

/** Before all inputs. */
export function deviceArguments(encoder: HardwareEncoder): readonly string[] {
  return FAMILIES[encoder].device
}

/** A graph whose outputs are `[v0]`, `[v1]`, … with outputs that the encoder takes; `outputOf` names them. */
export function uploadPictures(graph: string, outputs: number, encoder: HardwareEncoder): string {
  const { upload } = FAMILIES[encoder]
  if (upload === null) return graph
  const uploads = Array.from({ length: outputs }, (_, index) => `[v${index}]${upload}[u${index}]`)
  return [graph, ...uploads].join(';')
}

export function outputOf(index: number, encoder: HardwareEncoder): string {
  return FAMILIES[encoder].upload === null ? `[v${index}]` : `[u${index}]`
}

export function pixelFormatArguments(encoder: HardwareEncoder): readonly string[] {
  const { pixelFormat } = FAMILIES[encoder]
  return pixelFormat === null ? [] : ['-pix_fmt', pixelFormat]
}

/** CUDA reserves addresses for all memory of the machine and of its cards, however little it takes of it. */
export function reservesAddresses(encoder: HardwareEncoder): boolean {
  return encoder === 'h264_nvenc'
}
