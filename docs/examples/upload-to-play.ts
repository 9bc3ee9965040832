import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'

/** Uploads a film and answers the address of its HLS playlist, which any player takes. */
export async function uploadToPlay(file: string, token: string, api = 'http://localhost:3000/graphql') {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const ask = async (query: string) => {
    const answer = await fetch(api, { method: 'POST', headers, body: JSON.stringify({ query }) })
    return (await answer.json()).data
  }

  const film = await readFile(file)
  const create = `mutation { createUpload(input: { fileName: "film.mp4", size: ${film.length} }) {
    upload { id partSize partCount video { id } } } }`
  const { id, partSize, partCount, video } = (await ask(create)).createUpload.upload
  const numbers = Array.from({ length: partCount }, (_, index) => index + 1)
  const presign = `mutation { presignUploadParts(input: { uploadId: "${id}", partNumbers: [${numbers}] }) {
    parts { number url } } }`
  const { parts } = (await ask(presign)).presignUploadParts
  for (const { number, url } of parts)
    await fetch(url, { method: 'PUT', body: film.subarray((number - 1) * partSize, number * partSize) })
  await ask(`mutation { completeUpload(input: { uploadId: "${id}" }) { video { status } } }`)
  for (;;) {
    const { playback } = (await ask(`{ video(id: "${video.id}") { playback { hls } } }`)).video
    if (playback) return playback.hls as string
    await setTimeout(500)
  }
}
