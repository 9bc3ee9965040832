import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'

/** What is read of the fields that are asked for. */
type Field = {
  upload: { id: string; partSize: number; video: { id: string } }
  parts: [{ url: string }]
  playback: { hls: string } | null
}
type Ask = (query: string) => Promise<Field>

/** What any GraphQL client does: posts an operation with the account's token, and answers the one field that it asks for. */
export function createAsk(token: string, api = 'http://localhost:3000/graphql'): Ask {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const post = (query: string) => fetch(api, { method: 'POST', headers, body: JSON.stringify({ query }) })
  return async (query) => Object.values<Field>((await (await post(query)).json()).data)[0]
}

/** In ten lines: uploads a film of any size and answers the address of its HLS playlist, which any player takes. */
export async function uploadToPlay(file: string, ask: Ask): Promise<string> {
  const film = await readFile(file)
  const announce = `createUpload(input: { fileName: "film.mp4", size: ${film.length} })`
  const { upload } = await ask(`mutation { ${announce} { upload { id partSize video { id } } } }`)
  for (let part = 1, at = 0; at < film.length; part += 1, at += upload.partSize) {
    const presign = `presignUploadParts(input: { uploadId: "${upload.id}", partNumbers: [${part}] })`
    const [{ url }] = (await ask(`mutation { ${presign} { parts { url } } }`)).parts
    await fetch(url, { method: 'PUT', body: film.subarray(at, at + upload.partSize) })
  }
  await ask(`mutation { completeUpload(input: { uploadId: "${upload.id}" }) { video { id } } }`)
  const look = async () => (await ask(`{ video(id: "${upload.video.id}") { playback {hls} }}`)).playback?.hls
  for (let hls = await look(); ; hls = await setTimeout(500).then(look)) if (hls) return hls
}
