import { join } from 'node:path'
import { type PictureSize, WATERMARK_FILE, watermarkBox } from '@marquee/media'
import sharp from 'sharp'
import type { TaskContext } from './task-context.ts'

const LOGO_FILE = 'logo.png'

/** Puts the watermark of the run, if it has one, into the task's folder, fitted to the highest picture that it is drawn into. */
export async function fetchWatermark(context: TaskContext, highest: PictureSize): Promise<void> {
  const { watermark, stores, cache, folder, signal } = context
  if (!watermark) return
  const logo = join(folder, LOGO_FILE)
  await cache.fetch(stores.originals, watermark.key, logo, signal)
  const { width, height } = watermarkBox(watermark, highest)
  // Here and not by ffmpeg, whose scaler would draw what is transparent into the edges.
  await sharp(logo)
    .resize({ width, height, fit: 'inside' })
    .ensureAlpha()
    .png({ compressionLevel: 1 })
    .toFile(join(folder, WATERMARK_FILE))
}
