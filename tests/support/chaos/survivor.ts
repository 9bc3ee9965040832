import type { Client } from '../api-client.ts'
import { throughTrouble } from './through-trouble.ts'
import { uploadThroughTrouble } from './upload-through-trouble.ts'

/** What is uploaded, and how that must end: as a film of so many seconds, and frames where they are counted, or refused with a code. */
export type Film = {
  file: string
  /** Name of a definition; the usual one where it is left out. */
  pipeline?: string
} & ({ seconds: number; frames?: number } | { code: string })

/** A video whose upload was acknowledged, and whose run has ended as it must. */
export type Survivor = { videoId: string; creator: Client; film: Film; hls: string | null }

/** Uploads a film and waits for its end, whatever is killed meanwhile. Throws where it ends otherwise than it must. */
export async function surviveUpload(creator: Client, film: Film): Promise<Survivor> {
  const videoId = await uploadThroughTrouble(creator, film.file, film.pipeline)
  const { code, hls } = await untilEnded(creator, videoId)
  const expected = 'code' in film ? film.code : null
  if (code !== expected) throw new Error(`${film.file} (${videoId}) ended with ${code ?? 'a film'}`)
  return { videoId, creator, film, hls }
}

type Watched = {
  video: { status: string; failure: { code: string } | null; playback: { hls: string } | null }
}

/** How long a film takes is for the machine to say; how long nobody answers is not. */
async function untilEnded(creator: Client, videoId: string, everyMs = 250) {
  for (;;) {
    const { video } = await throughTrouble(() =>
      creator.query<Watched>(
        'query ($id: ID!) { video(id: $id) { status failure { code } playback { hls } } }',
        { id: videoId },
      ),
    )
    if (video.status === 'FAILED' || (video.status === 'READY' && video.playback))
      return { code: video.failure?.code ?? null, hls: video.playback?.hls ?? null }
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
