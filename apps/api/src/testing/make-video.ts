import type { Database } from '@marquee/domain'
import { changeVideo } from './change-video.ts'
import type { Person } from './start-test-api.ts'
import { announceUpload } from './upload-file.ts'

/** What the workers leave of a video whose last run is over. */
export const WATCHABLE = {
  status: 'ready',
  originalKey: 'uploads/x/source',
  revision: 'rev00000000',
  hlsPath: 'rev00000000/master.m3u8',
  dashPath: 'rev00000000/manifest.mpd',
  posterPath: 'img00000000/poster.jpg',
  durationMs: 4_000,
} as const

/** A video of `person` as the workers would leave it; answers its id, `vid_…`. */
export async function makeVideo(
  database: Database,
  person: Person,
  video: { title?: string; visibility?: 'PRIVATE' | 'UNLISTED' | 'PUBLIC'; publishedAt?: Date } = {},
): Promise<string> {
  const { publishedAt = new Date(), ...details } = video
  const { videoId } = await announceUpload(person, 1_000, details)
  await changeVideo(database, videoId, {
    ...WATCHABLE,
    ...(details.visibility === 'PUBLIC' ? { publishedAt } : {}),
  })
  return videoId
}
