import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Client } from '../api-client.ts'
import { throughTrouble } from './through-trouble.ts'

type UserErrors = { userErrors: { code: string }[] }
type Created = {
  createUpload: UserErrors & {
    upload: { id: string; partSize: number; storedParts: number[]; partCount: number; video: { id: string } }
  }
}
type Presigned = {
  presignUploadParts: UserErrors & { parts: { number: number; url: string; contentLength: number }[] }
}

const CREATE = `mutation ($input: CreateUploadInput!) { createUpload(input: $input) {
  upload { id partSize partCount storedParts video { id } } userErrors { code } } }`
const PRESIGN = `mutation ($input: PresignUploadPartsInput!) { presignUploadParts(input: $input) {
  parts { number url contentLength } userErrors { code } } }`
const COMPLETE = `mutation ($input: CompleteUploadInput!) { completeUpload(input: $input) { userErrors { code } } }`

/** Uploads a small file whatever is killed meanwhile; resolves with the video's id once the API has acknowledged it. */
export async function uploadThroughTrouble(
  creator: Client,
  file: string,
  pipeline?: string,
): Promise<string> {
  const bytes = await readFile(file)
  // By its fingerprint an announcement whose answer was lost is the same one when it is made again.
  const announced = { fileName: path.basename(file), size: bytes.length, fingerprint: randomUUID() }
  const input = { ...announced, visibility: 'PUBLIC', pipeline }
  const { createUpload } = await throughTrouble(() => creator.query<Created>(CREATE, { input }))
  const { id: uploadId, partSize, partCount, video } = createUpload.upload
  for (let number = 1; number <= partCount; number += 1) {
    await throughTrouble(() => sendPart(creator, uploadId, number, bytes.subarray((number - 1) * partSize)))
  }
  await throughTrouble(async () => {
    const { completeUpload } = await creator.query<{ completeUpload: UserErrors }>(COMPLETE, {
      input: { uploadId },
    })
    refuse(completeUpload)
  })
  return video.id
}

async function sendPart(creator: Client, uploadId: string, number: number, rest: Buffer): Promise<void> {
  const input = { uploadId, partNumbers: [number] }
  const { presignUploadParts } = await creator.query<Presigned>(PRESIGN, { input })
  refuse(presignUploadParts)
  for (const { url, contentLength } of presignUploadParts.parts) {
    const answer = await fetch(url, { method: 'PUT', body: new Uint8Array(rest.subarray(0, contentLength)) })
    if (!answer.ok) throw new Error(`Part ${number} answered ${answer.status}`)
  }
}

function refuse({ userErrors }: UserErrors): void {
  if (userErrors.length > 0) throw new Error(userErrors.map(({ code }) => code).join())
}
