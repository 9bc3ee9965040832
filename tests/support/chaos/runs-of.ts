import { closeDatabase, createDatabase, type Database } from '@marquee/domain'
import type { Installation } from '../../stage/join-system.ts'

/** What PostgreSQL has of a video: the key of its original, and the status of each run that was ever made for it. */
export type RunsOfVideo = { videoId: string; originalKey: string; runs: string[] }

/** By GraphQL ids, in any order. A video that is unknown, or never had a run, is left out. */
export function runsOf(installation: Installation, videoIds: readonly string[]): Promise<RunsOfVideo[]> {
  return asking(
    installation,
    (database) => database.$queryRaw<RunsOfVideo[]>`
      SELECT 'vid_' || video.public_id AS "videoId", original_key AS "originalKey",
             array_agg(run.status::text ORDER BY run.id) AS runs
        FROM video JOIN pipeline_run AS run ON run.video_id = video.id
       WHERE 'vid_' || video.public_id = ANY(${videoIds})
       GROUP BY video.id`,
  )
}

/** Tasks of these videos that wait, are queued, or that a worker seems to do, such as `encode.0 running`. */
export function unfinishedTasks(installation: Installation, videoIds: readonly string[]): Promise<string[]> {
  return asking(installation, async (database) => {
    const found = await database.$queryRaw<{ task: string }[]>`
      SELECT concat_ws(' ', 'vid_' || video.public_id, task.name, task.status) AS task
        FROM video JOIN pipeline_run AS run ON run.video_id = video.id
                   JOIN pipeline_task AS task ON task.run_id = run.id
       WHERE 'vid_' || video.public_id = ANY(${videoIds})
         AND task.status IN ('waiting', 'queued', 'running')
       ORDER BY 1`
    return found.map(({ task }) => task)
  })
}

async function asking<Answer>(
  { env }: Installation,
  ask: (database: Database) => Promise<Answer>,
): Promise<Answer> {
  const database = createDatabase(env.DATABASE_URL ?? '')
  try {
    return await ask(database)
  } finally {
    await closeDatabase(database)
  }
}
