import {
  StudioAbortUploadDocument,
  StudioCompleteUploadDocument,
  StudioCreateUploadDocument,
  StudioPresignUploadPartsDocument,
  StudioUploadByIdDocument,
  type StudioUploadFragment,
} from '@marquee/schema/graphql'
import {
  apiUnreachable,
  newTraceparent,
  passesByItself,
  refusedByApi,
  type UploadApi,
  type UploadRecord,
} from '@marquee/uploader'
import type { Answer, Question } from '../../../graphql/answer.ts'
import { request } from '../../../graphql/request.ts'

/** The engine's five calls for one upload, over GraphQL on the page's own origin, all under one trace. */
export function createUploadApi(): UploadApi {
  const traceparent = newTraceparent()
  const call: Call = (question, variables, signal) => ask(question, variables, signal, traceparent)
  return {
    async createUpload(input, signal) {
      const { createUpload } = await call(StudioCreateUploadDocument, { input }, signal)
      return toRecord(kept(createUpload.upload, createUpload.userErrors))
    },
    async readUpload(id, signal) {
      const { upload } = await call(StudioUploadByIdDocument, { id }, signal)
      return toRecord(kept(upload, [MISSING]))
    },
    async presignUploadParts(uploadId, partNumbers, signal) {
      const input = { uploadId, partNumbers: [...partNumbers] }
      const { presignUploadParts } = await call(StudioPresignUploadPartsDocument, { input }, signal)
      refuse(presignUploadParts.userErrors)
      return presignUploadParts.parts.map((part) => ({ ...part, expiresAt: new Date(part.expiresAt) }))
    },
    async completeUpload(uploadId, signal) {
      const { completeUpload } = await call(StudioCompleteUploadDocument, { input: { uploadId } }, signal)
      refuse(completeUpload.userErrors)
    },
    async abortUpload(uploadId) {
      await call(StudioAbortUploadDocument, { input: { uploadId } })
    },
  }
}

type UserError = { code: string; message: string }

/** Somebody else's upload and one that never was look alike. */
const MISSING: UserError = {
  code: 'UPLOAD_NOT_FOUND',
  message: 'This upload does not exist, or is not yours. Start a new one.',
}

type Call = <T, V>(question: Question<T, V>, variables: V, signal?: AbortSignal) => Promise<T>

async function ask<T, V>(
  question: Question<T, V>,
  variables: V,
  signal: AbortSignal | undefined,
  traceparent: string,
): Promise<T> {
  const answer: Answer<T> = await request(question, variables, signal, traceparent)
  signal?.throwIfAborted()
  if (answer.ok) return answer.data
  if (answer.cause === 'unreachable' || passesByItself(answer.code)) throw apiUnreachable(answer.code)
  throw refusedByApi({ code: answer.code, message: answer.code })
}

function refuse(errors: readonly UserError[]): void {
  const [first] = errors
  if (first) throw refusedByApi(first)
}

function kept<T>(value: T | null, errors: readonly UserError[]): T {
  if (value !== null) return value
  refuse(errors)
  throw apiUnreachable('empty payload')
}

function toRecord({ video, ...upload }: StudioUploadFragment): UploadRecord {
  return { ...upload, videoId: video.id }
}
