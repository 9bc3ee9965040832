import type { ProbeDocument } from '@marquee/media'
import { z } from 'zod'

const stream = z.object({
  index: z.int(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  profile: z.string().optional(),
  pix_fmt: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  sample_aspect_ratio: z.string().optional(),
  r_frame_rate: z.string().optional(),
  field_order: z.string().optional(),
  color_primaries: z.string().optional(),
  color_transfer: z.string().optional(),
  color_space: z.string().optional(),
  color_range: z.string().optional(),
  channels: z.int().optional(),
  sample_rate: z.string().optional(),
  disposition: z.record(z.string(), z.number()).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
})

const document = z.object({
  format: z.object({
    format_name: z.string(),
    start_time: z.string().optional(),
    duration: z.string().optional(),
  }),
  streams: z.array(stream),
})

/** What `probeArguments` made ffprobe print; null where it is not such a document. */
export function readProbe(text: string): ProbeDocument | null {
  try {
    return document.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
