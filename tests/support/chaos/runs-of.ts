import { closeDatabase, createDatabase } from '@marquee/domain'
import type { Installation } from '../../stage/join-system.ts'

/** What PostgreSQL has of a video: the key of its original, and the status of each run that was ever made for it. */
export type RunsOfVideo = { videoId: string; originalKey: string; runs: string[] }

/** By GraphQL ids, in any order. A video that is unknown, or never had a run, is left out. */
export async function runsOf({ env }: Installation, videoIds: readonly string[]): Promise<RunsOfVideo[]> {
  const database = createDatabase(env.DATABASE_URL ?? '')
  try {
    return await database.$queryRaw<RunsOfVideo[]>`
      SELECT 'vid_' || video.public_id AS "videoId", original_key AS "originalKey",
             array_agg(run.status::text ORDER BY run.id) AS runs
        FROM video JOIN pipeline_run AS run ON run.video_id = video.id
       WHERE 'vid_' || video.public_id = ANY(${videoIds})
       GROUP BY video.id`
  } finally {
    await closeDatabase(database)
  }
}
