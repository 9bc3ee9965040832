import { StudioCreatePictureUploadDocument } from '@marquee/schema/graphql'
import { request } from '../../../graphql/request.ts'
import { refused, type Saved, settle } from '../save-video.ts'

/** What the API takes (packages/media, PICTURE_LIMITS), in bytes. */
const MAX_BYTES = 2_000_000
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp']

/** The API's code for what it would refuse, before anything is sent; null where it may take it. */
export function judgePicture({ size, type }: Pick<Blob, 'size' | 'type'>): string | null {
  if (size === 0) return 'EMPTY_FILE'
  if (size > MAX_BYTES) return 'PICTURE_TOO_LARGE'
  // What it is, its bytes say; a type that is known and another one needs no journey.
  return type === '' || PICTURE_TYPES.includes(type) ? null : 'PICTURE_UNREADABLE'
}

/** Sends a picture straight to the object store; answers the id by which a mutation takes it. */
export async function sendPicture(picture: Blob): Promise<Saved<string>> {
  const answer = await request(StudioCreatePictureUploadDocument, { input: { size: picture.size } })
  if (!answer.ok) return refused(answer.code)
  const { upload, userErrors } = answer.data.createPictureUpload
  const place = settle(upload, userErrors)
  if (!place.ok) return place
  return (await put(place.value.url, picture))
    ? { ok: true, value: place.value.id }
    : refused('STORAGE_UNREACHABLE')
}

async function put(url: string, picture: Blob): Promise<boolean> {
  try {
    // Without its type: the URL is signed for the bytes alone.
    const { ok } = await fetch(url, { method: 'PUT', body: await picture.arrayBuffer() })
    return ok
  } catch {
    return false
  }
}
