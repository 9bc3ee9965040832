import type { Person } from './start-test-api.ts'

/** A new upload of `size` bytes; throws where it was refused. */
export async function announceUpload(person: Person, size: number, input: Record<string, unknown> = {}) {
  const { data } = await person.ask(
    `mutation ($input: CreateUploadInput!) {
      createUpload(input: $input) { upload { id partSize partCount video { id } } userErrors { code } }
    }`,
    { input: { fileName: 'clip.mp4', size, ...input } },
  )
  const { upload, userErrors } = data.createUpload
  if (!upload) throw new Error(`Refused: ${JSON.stringify(userErrors)}`)
  return {
    id: upload.id as string,
    partCount: upload.partCount as number,
    videoId: upload.video.id as string,
  }
}

export interface PresignedPart {
  readonly number: number
  readonly url: string
  readonly contentLength: number
}

export async function presign(
  person: Person,
  uploadId: string,
  partNumbers: number[],
): Promise<PresignedPart[]> {
  const { data } = await person.ask(
    `mutation ($input: PresignUploadPartsInput!) {
      presignUploadParts(input: $input) { parts { number url contentLength } userErrors { code } }
    }`,
    { input: { uploadId, partNumbers } },
  )
  return data.presignUploadParts.parts
}

/** Sends parts straight to the object store; answers its statuses. */
export function sendParts(parts: readonly PresignedPart[]): Promise<number[]> {
  return Promise.all(
    parts.map(async ({ url, contentLength, number }) => {
      const response = await fetch(url, { method: 'PUT', body: Buffer.alloc(contentLength, number) })
      return response.status
    }),
  )
}

export async function complete(person: Person, uploadId: string) {
  const { data } = await person.ask(
    `mutation ($input: CompleteUploadInput!) {
      completeUpload(input: $input) { upload { status } video { id status } userErrors { field code message } }
    }`,
    { input: { uploadId } },
  )
  return data.completeUpload
}
