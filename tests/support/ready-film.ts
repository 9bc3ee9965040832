import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { currentInstallation } from '../stage/join-system.ts'
import { type Client, signIn, untilStatus, uploadFile } from './api-client.ts'

/**
 * A public film of this clip that plays, for tests that only watch: uploaded by the first that asks, and the same one
 * for all that ask after it.
 *
 * @returns its id in addresses, without `vid_`
 */
export async function readyFilm(clip: string): Promise<string> {
  const installation = await currentInstallation()
  const known = path.join(installation.home, 'films-of-tests', path.basename(clip))
  const before = await readFile(known, 'utf8').catch(() => '')
  const creator = await signIn(installation)
  if (before && (await isThere(creator, before))) return before
  const { videoId } = await uploadFile(creator, clip)
  await untilStatus(creator, videoId, ['READY'])
  const id = videoId.replace('vid_', '')
  await mkdir(path.dirname(known), { recursive: true })
  await writeFile(`${known}.new`, id)
  await rename(`${known}.new`, known)
  return id
}

/** Whose installation it is may have deleted it since. */
async function isThere(creator: Client, id: string): Promise<boolean> {
  const { video } = await creator.query<{ video: { status: string } | null }>(
    'query ($id: ID!) { video(id: $id) { status } }',
    { id: `vid_${id}` },
  )
  return video?.status === 'READY'
}
