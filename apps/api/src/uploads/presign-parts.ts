import { partLength, type UploadRow } from '@marquee/domain/uploads'
import { type Context, type UserError, userError } from '../schema/index.ts'
import { findOpenUpload } from './find-upload.ts'

/** Long enough for 8 MiB at 20 kbit/s. */
const URL_LIFE_SECONDS = 3_600
const MAX_NUMBERS = 100

export interface PresignedPart {
  readonly number: number
  readonly url: string
  readonly contentLength: number
  readonly expiresAt: Date
}

export interface PresignUploadPartsPayload {
  readonly parts: readonly PresignedPart[]
  readonly userErrors: readonly UserError[]
}

/** URLs that take exactly the announced bytes of each part, and nothing longer or shorter. */
export async function presignUploadParts(
  context: Context,
  input: { readonly uploadId: string; readonly partNumbers: readonly number[] },
): Promise<PresignUploadPartsPayload> {
  const found = await findOpenUpload(context, input.uploadId)
  if ('denied' in found) return { parts: [], userErrors: [found.denied] }
  const { upload } = found
  const numbers = [...new Set(input.partNumbers)]
  const wrong = numbers.filter((number) => lengthOf(upload, number) === 0)
  if (numbers.length === 0 || numbers.length > MAX_NUMBERS || wrong.length > 0)
    return { parts: [], userErrors: [userError('PART_NUMBER_INVALID', 'partNumbers')] }
  return {
    parts: await Promise.all(numbers.map((number) => presign(context, upload, number))),
    userErrors: [],
  }
}

async function presign({ services }: Context, upload: UploadRow, number: number): Promise<PresignedPart> {
  const leftSeconds = Math.ceil((upload.expiresAt.getTime() - services.now().getTime()) / 1_000)
  const expiresInSeconds = Math.max(1, Math.min(URL_LIFE_SECONDS, leftSeconds))
  const contentLength = lengthOf(upload, number)
  const url = await services.originals.multipart.presignPart({
    key: upload.key,
    uploadId: upload.storeId,
    partNumber: number,
    contentLength,
    expiresInSeconds,
  })
  return {
    number,
    url,
    contentLength,
    expiresAt: new Date(services.now().getTime() + expiresInSeconds * 1_000),
  }
}

function lengthOf(upload: UploadRow, number: number): number {
  return partLength({ ...upload, size: Number(upload.sizeBytes) }, number)
}
