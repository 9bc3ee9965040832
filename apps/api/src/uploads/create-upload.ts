import { findChannelsByOwners } from '@marquee/domain/channels'
import { isPipelineOffered } from '@marquee/domain/pipeline'
import {
  findUnfinishedUpload,
  MAX_UPLOAD_BYTES,
  planParts,
  createUpload as recordUpload,
  type UploadRow,
} from '@marquee/domain/uploads'
import { createVideo, updateVideoDetails, type VideoRow } from '@marquee/domain/videos'
import { newPublicId } from '@marquee/schema/ids'
import { type Context, type UserError, userError } from '../schema/index.ts'
import { announceVideo, judgeDetails, titleFromFileName, type VideoDetails } from '../videos/index.ts'
import { isUsableFileName } from './is-usable-file-name.ts'
import { findStoredParts } from './list-stored-parts.ts'

/** How long parts may arrive. */
const UPLOAD_LIFE_MS = 24 * 3_600_000
const UNKNOWN_TYPE = 'application/octet-stream'

export interface CreateUploadInput {
  readonly fileName: string
  readonly size: number
  readonly fingerprint?: string | null | undefined
  readonly contentType?: string | null | undefined
  readonly title?: string | null | undefined
  readonly description?: string | null | undefined
  readonly visibility?: VideoRow['visibility'] | null | undefined
  readonly pipeline?: string | null | undefined
}

export interface CreateUploadPayload {
  readonly upload: UploadRow | null
  readonly userErrors: readonly UserError[]
}

/**
 * Makes a video that waits for its file, and a multipart upload that its parts are sent to. A file that is known by
 * its fingerprint goes on with the upload that was begun with it.
 */
export async function createUpload(context: Context, input: CreateUploadInput): Promise<CreateUploadPayload> {
  const { viewer, services } = context
  if (!viewer) return refuse(userError('UNAUTHENTICATED'))
  const { details, errors } = judgeDetails(input)
  const problems = [...judgeFile(input), ...errors, ...(await judgePipeline(context, input))]
  if (problems.length > 0) return refuse(...problems)
  const fingerprint = readFingerprint(input.fingerprint)
  const begun =
    fingerprint && (await resumeUpload(context, viewer.accountId, { ...input, fingerprint }, details))
  if (begun) return { upload: begun, userErrors: [] }
  const [channel] = await findChannelsByOwners(services.database, [viewer.accountId])
  if (!channel) return refuse(userError('CHANNEL_NOT_FOUND'))

  const publicId = newPublicId()
  const contentType = readContentType(input.contentType)
  // The store first: a row always names an upload that exists; one without a row expires by itself.
  const stored = await services.originals.multipart.create(`uploads/${publicId}/source`, { contentType })
  const { partSize, partCount } = planParts(input.size)
  const upload = await services.database.$transaction(async (tx) => {
    const video = await createVideo(tx, services.ids, {
      channelId: channel.id,
      title: details.title ?? titleFromFileName(input.fileName),
      description: details.description ?? '',
      visibility: input.visibility ?? 'private',
    })
    return recordUpload(tx, {
      id: BigInt(services.ids.next()),
      publicId,
      accountId: viewer.accountId,
      videoId: video.id,
      fileName: input.fileName,
      contentType,
      sizeBytes: BigInt(input.size),
      partSize,
      partCount,
      key: stored.key,
      storeId: stored.uploadId,
      fingerprint,
      pipeline: input.pipeline ?? null,
      expiresAt: new Date(services.now().getTime() + UPLOAD_LIFE_MS),
    })
  })
  return { upload, userErrors: [] }
}

/** An open upload of the same file that the store still knows; what is now said of the video holds. */
async function resumeUpload(
  context: Context,
  accountId: bigint,
  { fingerprint, size, visibility }: CreateUploadInput & { readonly fingerprint: string },
  details: VideoDetails,
): Promise<UploadRow | null> {
  const { services } = context
  const { database } = services
  const upload = await findUnfinishedUpload(database, { accountId, fingerprint, size })
  if (!upload || (await findStoredParts(services, upload)) === null) return null
  const said = { ...details, ...(visibility ? { visibility } : {}) }
  if (Object.keys(said).length === 0) return upload
  const video = await database.$transaction((tx) => updateVideoDetails(tx, upload.videoId, said))
  if (video) await announceVideo(context, video)
  return upload
}

function judgeFile({ fileName, size }: CreateUploadInput): UserError[] {
  const errors: UserError[] = []
  if (!isUsableFileName(fileName)) errors.push(userError('FILE_NAME_INVALID', 'fileName'))
  if (size < 1) errors.push(userError('EMPTY_FILE', 'size'))
  if (size > MAX_UPLOAD_BYTES) errors.push(userError('FILE_TOO_LARGE', 'size'))
  return errors
}

async function judgePipeline({ services }: Context, { pipeline }: CreateUploadInput): Promise<UserError[]> {
  if (typeof pipeline !== 'string' || (await isPipelineOffered(services.database, pipeline))) return []
  return [userError('PIPELINE_UNKNOWN', 'pipeline')]
}

/** It only ever names what its own account has begun, so that a strange one is as good as none. */
function readFingerprint(claimed: string | null | undefined): string | null {
  return claimed && /^[\w.:/+=-]{8,128}$/.test(claimed) ? claimed : null
}

/** What the client says the bytes are decides nothing, so a strange saying is no error. */
function readContentType(claimed: string | null | undefined): string {
  return claimed && /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(claimed) ? claimed : UNKNOWN_TYPE
}

function refuse(...userErrors: UserError[]): CreateUploadPayload {
  return { upload: null, userErrors }
}
