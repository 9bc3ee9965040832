import {
  CliAbortUploadDocument,
  CliCompleteUploadDocument,
  CliCreateUploadDocument,
  CliPresignUploadPartsDocument,
  CliReadUploadDocument,
  type CliUploadFragment,
} from '@marquee/schema/graphql'
import { refusedByApi, type UploadApi, UploadError, type UploadRecord } from '@marquee/uploader'
import { CliError } from '../connect/cli-error.ts'
import type { Client } from '../connect/create-client.ts'

/** The upload engine's five calls, as operations of the GraphQL contract. */
export function createGraphqlUploadApi(client: Client): UploadApi {
  const execute: Client['execute'] = (document, variables, signal) =>
    client.execute(document, variables, signal).catch(rethrow)
  return {
    async createUpload(input, signal) {
      const { createUpload } = await execute(CliCreateUploadDocument, { input }, signal)
      return toRecord(accepted(createUpload).upload)
    },
    async readUpload(id, signal) {
      const { upload } = await execute(CliReadUploadDocument, { id }, signal)
      return toRecord(upload)
    },
    async presignUploadParts(uploadId, partNumbers, signal) {
      const input = { uploadId, partNumbers: [...partNumbers] }
      const { presignUploadParts } = await execute(CliPresignUploadPartsDocument, { input }, signal)
      const { parts } = accepted(presignUploadParts)
      return parts.map((part) => ({ ...part, expiresAt: new Date(part.expiresAt) }))
    },
    async completeUpload(uploadId, signal) {
      accepted((await execute(CliCompleteUploadDocument, { input: { uploadId } }, signal)).completeUpload)
    },
    async abortUpload(uploadId) {
      accepted((await execute(CliAbortUploadDocument, { input: { uploadId } })).abortUpload)
    },
  }
}

interface UserError {
  readonly code: string
  readonly message: string
}

function accepted<Payload extends { readonly userErrors: readonly UserError[] }>(payload: Payload): Payload {
  const [error] = payload.userErrors
  if (error) throw refusedByApi(error)
  return payload
}

function toRecord(upload: CliUploadFragment | null | undefined): UploadRecord {
  if (upload) return { ...upload, videoId: upload.video.id }
  throw refusedByApi({
    code: 'UPLOAD_NOT_FOUND',
    message: 'This upload does not exist, or is not yours. Start a new one.',
  })
}

function rethrow(error: unknown): never {
  if (!(error instanceof CliError)) throw error
  throw new UploadError(error.code, error.message, { retryable: error.retryable, cause: error })
}
