import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'

/** Uploads a film and answers the address of its HLS playlist, which any player takes. */
export async function uploadToPlay(file: string, token: string, api = 'http://localhost:3000/graphql') {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const post = (query: string) => fetch(api, { method: 'POST', headers, body: JSON.stringify({ query }) })
  const ask = async (query: string) => (await (await post(query)).json()).data
  const film = await readFile(file)
  const begin = `createUpload(input: { fileName: "film.mp4", size: ${film.length} })`
  const { upload } = (await ask(`mutation { ${begin} { upload { id partSize video { id } } } }`)).createUpload
  for (let part = 1, at = 0; at < film.length; part += 1, at += upload.partSize) {
    const presign = `presignUploadParts(input: { uploadId: "${upload.id}", partNumbers: [${part}] })`
    const { parts } = (await ask(`mutation { ${presign} { parts { url } } }`)).presignUploadParts
    await fetch(parts[0].url, { method: 'PUT', body: film.subarray(at, at + upload.partSize) })
  }
  await ask(`mutation { completeUpload(input: { uploadId: "${upload.id}" }) { video { id } } }`)
  for (;;) {
    const { playback } = (await ask(`{ video(id: "${upload.video.id}") { playback { hls } } }`)).video
    if (playback) return playback.hls as string
    await setTimeout(500)
  }
}
