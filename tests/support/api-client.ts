import { open, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Installation } from '../stage/join-system.ts'

type Payload = { data?: unknown; errors?: { message: string }[] }

/** GraphQL as any developer would speak it. */
export type Client = {
  token: string | null
  /** Throws where the answer has top-level errors. */
  query<T>(document: string, variables?: object): Promise<T>
}

export type Account = { email: string; password: string }

const CREATOR: Account = { email: 'creator@marquee.localhost', password: 'marquee-demo' }

/** Signs in, by default as the demo creator. */
export async function signIn(installation: Installation, account = CREATOR): Promise<Client> {
  const { email, password } = account
  const answer = await post(installation, 'sign-in/email', { email, password })
  const token = answer.headers.get('set-auth-token')
  if (!token) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`)
  return client(installation, token)
}

/** A new account, its address confirmed by the link of its mail, signed in. */
export async function signUp(
  installation: Installation,
  account: Account & { name: string },
): Promise<Client> {
  const answer = await post(installation, 'sign-up/email', account)
  if (!answer.ok) throw new Error(`sign-up answered ${answer.status}: ${await answer.text()}`)
  const { search } = await linkMailedTo(installation, account.email)
  await fetch(`${installation.env.PUBLIC_API_URL}/api/auth/verify-email${search}`)
  return signIn(installation, account)
}

type Mailbox = { mails: { recipient: string; text: string }[] }

/** The link of the newest mail to an address, once there is one: the local mailbox has nobody to tell. */
export async function linkMailedTo(installation: Installation, email: string, everyMs = 100): Promise<URL> {
  for (;;) {
    const answer = await fetch(`${installation.env.PUBLIC_API_URL}/api/auth/mailbox`)
    const { mails } = (await answer.json()) as Mailbox
    const link = mails.find(({ recipient }) => recipient === email)?.text.match(/https?:\S+/)?.[0]
    if (link) return new URL(link)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

function post(installation: Installation, path: string, body: object): Promise<Response> {
  return fetch(`${installation.env.PUBLIC_API_URL}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: installation.env.PUBLIC_WEB_URL ?? '' },
    body: JSON.stringify(body),
  })
}

/** A stranger where `token` is null. */
export function client(installation: Installation, token: string | null): Client {
  return {
    token,
    async query(document, variables = {}) {
      const answer = await fetch(`${installation.env.PUBLIC_API_URL}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query: document, variables }),
      })
      const { data, errors } = (await answer.json()) as Payload
      if (errors) throw new Error(errors.map(({ message }) => message).join('\n'))
      return data as never
    },
  }
}

type Created = {
  createUpload: { upload: { id: string; partSize: number; partCount: number; video: { id: string } } }
}
type Presigned = { presignUploadParts: { parts: { number: number; url: string; contentLength: number }[] } }

/** Uploads part after part; `lastByteAt` is when the store acknowledged the last one (performance.now()). */
export async function uploadFile(
  creator: Client,
  file: string,
  visibility: 'PRIVATE' | 'UNLISTED' | 'PUBLIC' = 'PUBLIC',
  pipeline?: string,
): Promise<{ videoId: string; lastByteAt: number }> {
  const { size } = await stat(file)
  const { createUpload } = await creator.query<Created>(
    `mutation ($input: CreateUploadInput!) { createUpload(input: $input) { upload { id partSize partCount video { id } } userErrors { code message } } }`,
    { input: { fileName: path.basename(file), size, visibility, pipeline } },
  )
  const { id: uploadId, partSize, partCount, video } = createUpload.upload
  const source = await open(file)
  for (let number = 1; number <= partCount; number += 1) {
    const { presignUploadParts } = await creator.query<Presigned>(
      `mutation ($input: PresignUploadPartsInput!) { presignUploadParts(input: $input) { parts { number url contentLength } userErrors { code } } }`,
      { input: { uploadId, partNumbers: [number] } },
    )
    for (const part of presignUploadParts.parts) {
      const body = Buffer.alloc(part.contentLength)
      await source.read(body, 0, body.length, (number - 1) * partSize)
      const answer = await fetch(part.url, { method: 'PUT', body })
      if (!answer.ok) throw new Error(`Part ${number} answered ${answer.status}: ${await answer.text()}`)
    }
  }
  const lastByteAt = performance.now()
  await source.close()
  await creator.query(
    `mutation ($input: CompleteUploadInput!) { completeUpload(input: $input) { userErrors { code message } } }`,
    { input: { uploadId } },
  )
  return { videoId: video.id, lastByteAt }
}

type Watched = {
  video: { status: string; failure: { code: string } | null; playback: { hls: string } | null }
}

/** Resolves with the video's HLS URL once its status is one of `statuses`; throws where it failed. Asking costs the machine something too. */
export async function untilStatus(
  creator: Client,
  videoId: string,
  statuses: readonly string[],
  everyMs = 250,
): Promise<string> {
  for (;;) {
    const { video } = await creator.query<Watched>(
      `query ($id: ID!) { video(id: $id) { status failure { code } playback { hls } } }`,
      { id: videoId },
    )
    if (video.failure) throw new Error(`The run failed: ${video.failure.code}`)
    if (statuses.includes(video.status) && video.playback) return video.playback.hls
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

/**
 * Fetches master, first media playlist, init and first segment, as a player would; throws unless each answers 200.
 * Resolves with the segment's address.
 */
export async function fetchFirstSegment(master: string): Promise<string> {
  const media = new URL(firstUri(await fetchText(master)), master).href
  const playlist = await fetchText(media)
  const init = /#EXT-X-MAP:URI="([^"]+)"/.exec(playlist)?.[1]
  if (init) await fetchText(new URL(init, media).href)
  const segment = new URL(firstUri(playlist), media).href
  await fetchText(segment)
  return segment
}

function firstUri(playlist: string): string {
  return playlist.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? ''
}

async function fetchText(url: string): Promise<string> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return answer.text()
}
