import { PICTURE_LIMITS, sniffPicture } from '@marquee/media'
import sharp, { type Sharp } from 'sharp'

/** A poster's JPEG, or a PNG that keeps what is transparent. */
export type MadePicture = 'thumbnail' | 'logo'

/** Longer side of a poster, in pixels, as the pipeline makes them. */
const THUMBNAIL_SIDE = 1280
/** Longer side of a logo, in pixels: a quarter of the width of 4K. */
const LOGO_SIDE = 1024

export const REFUSALS_OF_PICTURES = { PICTURE_UNREADABLE: 65, PICTURE_TOO_MANY_PIXELS: 66 } as const
export type PictureRefusal = keyof typeof REFUSALS_OF_PICTURES

/** A picture that is not taken. */
export class PictureRefused extends Error {
  override readonly name = 'PictureRefused'
  readonly code: PictureRefusal

  constructor(code: PictureRefusal, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }

  get exitStatus(): number {
    return REFUSALS_OF_PICTURES[this.code]
  }
}

/**
 * Decodes a stranger's picture and writes it anew: turned as its EXIF says, in sRGB, within a size, and without a word of its
 * metadata. What it is, its bytes say, and how many pixels it has, the decoder: it stops where they are too many.
 *
 * @throws PictureRefused
 */
export async function makePicture(kind: MadePicture, bytes: Uint8Array): Promise<Buffer> {
  if (sniffPicture(bytes) === null) throw new PictureRefused('PICTURE_UNREADABLE')
  try {
    await requireFewPixels(bytes)
    const picture = sharp(bytes, { limitInputPixels: PICTURE_LIMITS.pixels, failOn: 'error' }).rotate()
    return await (kind === 'logo' ? asLogo(picture) : asThumbnail(picture)).toBuffer()
  } catch (error) {
    if (error instanceof PictureRefused) throw error
    throw new PictureRefused('PICTURE_UNREADABLE', { cause: error })
  }
}

/** Its header alone is read, so that a picture of a billion pixels costs nothing. */
async function requireFewPixels(bytes: Uint8Array): Promise<void> {
  const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
  if (width * height > PICTURE_LIMITS.pixels) throw new PictureRefused('PICTURE_TOO_MANY_PIXELS')
}

function asThumbnail(picture: Sharp): Sharp {
  return picture
    .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'black' })
    .toColourspace('srgb')
    .jpeg({ quality: 82 })
}

function asLogo(picture: Sharp): Sharp {
  return picture
    .resize({ width: LOGO_SIDE, height: LOGO_SIDE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .png({ compressionLevel: 9 })
}
