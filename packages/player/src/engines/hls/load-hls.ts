import type Hls from 'hls.js'
import { type DecoderTable, learnDecoders } from './choose-codec.ts'

/**
 * Fetches hls.js (183 kB gzip) when there is something to play. The full build: the light one leaves out alternate audio,
 * and our sets keep sound apart from the picture. Meanwhile the device says what it decodes well.
 */
export async function loadHls(): Promise<{ readonly Hls: typeof Hls; readonly decoders: DecoderTable }> {
  const [{ default: implementation }, decoders] = await Promise.all([import('hls.js'), learnDecoders()])
  return { Hls: implementation, decoders }
}
