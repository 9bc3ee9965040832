import type { Transaction } from '@marquee/domain'
import { findPipelineOfChannel } from '@marquee/domain/channels'
import { createRun, DEFAULT_PIPELINE, isPipelineOffered } from '@marquee/domain/pipeline'
import { closeUpload, findUploadsByPublicIds, judgeParts, type UploadRow } from '@marquee/domain/uploads'
import { moveVideo, type VideoRow } from '@marquee/domain/videos'
import { currentTraceparent, withSpan } from '@marquee/service'
import { InvalidPart, type UploadedPart, UploadNotFound } from '@marquee/storage'
import { type Context, type UserError, userError } from '../schema/index.ts'
import { announceVideo, freshVideo } from '../videos/index.ts'
import { dropOriginal } from './drop-original.ts'
import { findUsableUpload, requireOpen } from './find-upload.ts'
import { listStoredParts } from './list-stored-parts.ts'

/** How many part numbers an error names: enough for a person, and for a client that then asks for storedParts. */
const NAMED_PARTS = 20

export interface CompleteUploadPayload {
  readonly upload: UploadRow | null
  readonly video: VideoRow | null
  readonly userErrors: readonly UserError[]
}

/**
 * Makes the original of its parts and starts the pipeline. Safe to call again, also after a crash between any two
 * steps: the store's object, the rows and the dispatch are each found done or done now.
 */
export function completeUpload(
  context: Context,
  input: { readonly uploadId: string },
): Promise<CompleteUploadPayload> {
  return withSpan('complete upload', { attributes: { 'marquee.upload': input.uploadId } }, async (span) => {
    const payload = await complete(context, input)
    const [refusal] = payload.userErrors
    if (refusal) span.fail(refusal.code)
    return payload
  })
}

async function complete(
  context: Context,
  input: { readonly uploadId: string },
): Promise<CompleteUploadPayload> {
  const found = await findUsableUpload(context, input.uploadId)
  if ('denied' in found) return refuse(found.denied)
  if (found.upload.status === 'completed') return answer(context, found.upload)
  const denied = await requireOpen(context, found.upload)
  if (denied) return refuse(denied)

  const problem = await assembleOriginal(context, found.upload)
  if (problem) return refuse(problem)
  return startProcessing(context, found.upload)
}

/** Null once the original is in the store, with exactly the announced size. */
async function assembleOriginal(context: Context, upload: UploadRow): Promise<UserError | null> {
  const stored = await listStoredParts(context.services, upload)
  if (stored === null) return judgeOriginal(context, upload)
  const problem = judgeStored(upload, stored)
  if (problem) return problem
  try {
    await context.services.originals.multipart.complete({ key: upload.key, uploadId: upload.storeId }, stored)
    return null
  } catch (error) {
    // Completed by another call meanwhile, or a part was replaced between the listing and now.
    if (error instanceof UploadNotFound) return judgeOriginal(context, upload)
    if (error instanceof InvalidPart) return userError('UPLOAD_INCOMPLETE', 'uploadId')
    throw error
  }
}

function judgeStored(upload: UploadRow, stored: readonly UploadedPart[]): UserError | null {
  const verdict = judgeParts({ ...upload, size: Number(upload.sizeBytes) }, stored)
  if (verdict.complete) return null
  if (verdict.wrongSize.length > 0)
    return userError(
      'UPLOAD_SIZE_MISMATCH',
      'uploadId',
      `Parts of another size: ${nameParts(verdict.wrongSize)}.`,
    )
  return userError('UPLOAD_INCOMPLETE', 'uploadId', `Missing parts: ${nameParts(verdict.missing)}.`)
}

/** The store has closed the multipart upload: either its object stands already, or the upload was given up. */
async function judgeOriginal({ services }: Context, upload: UploadRow): Promise<UserError | null> {
  const original = await services.originals.head(upload.key)
  if (!original) return userError('UPLOAD_CLOSED', 'uploadId')
  return original.size === Number(upload.sizeBytes) ? null : userError('UPLOAD_SIZE_MISMATCH', 'uploadId')
}

async function startProcessing(context: Context, upload: UploadRow): Promise<CompleteUploadPayload> {
  const { database, ids, background, logger } = context.services
  const started = await database.$transaction(async (tx) => {
    if (!(await closeUpload(tx, upload.id, 'completed'))) return null
    const move = await moveVideo(tx, upload.videoId, 'processing', { originalKey: upload.key })
    if (!move.moved) return null
    const runId = await createRun(tx, ids, {
      videoId: upload.videoId,
      pipeline: await choosePipeline(tx, upload),
      traceparent: currentTraceparent(),
    })
    return { video: move.video, runId }
  })
  if (started) {
    const event = { upload: upload.publicId, video: started.video.publicId, run: String(started.runId) }
    logger.info({ ...event, bytes: Number(upload.sizeBytes) }, 'upload completed')
    await background.dispatchRun(started.runId)
    await announceVideo(context, started.video)
  }
  return answer(context, upload)
}

/** What was asked for with the upload, else what its channel has chosen, as far as it is still offered. */
async function choosePipeline(tx: Transaction, { videoId, pipeline }: UploadRow): Promise<string> {
  const wished = pipeline ?? (await findPipelineOfChannel(tx, videoId))
  return wished !== null && (await isPipelineOffered(tx, wished)) ? wished : DEFAULT_PIPELINE
}

/** As the rows are now: of two calls at once one completed the upload, or another gave it up. */
async function answer(
  context: Context,
  { publicId, videoId, key }: UploadRow,
): Promise<CompleteUploadPayload> {
  const [upload] = await findUploadsByPublicIds(context.services.database, [publicId])
  if (upload?.status !== 'completed') {
    await dropOriginal(context, key)
    return refuse(userError('UPLOAD_CLOSED', 'uploadId'))
  }
  return { upload, video: await freshVideo(context, videoId), userErrors: [] }
}

function nameParts(numbers: readonly number[]): string {
  const more = numbers.length - NAMED_PARTS
  return numbers.slice(0, NAMED_PARTS).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function refuse(error: UserError): CompleteUploadPayload {
  return { upload: null, video: null, userErrors: [error] }
}
