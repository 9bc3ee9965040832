import type { Database } from '@marquee/domain'
import { videoChanged } from '@marquee/domain/videos'
import { Redis } from 'ioredis'

/** One for the process, which ends with it. */
let redis: Redis | undefined

type VideoTableRow = Awaited<ReturnType<Database['video']['update']>>

/** A change of a video (`vid_…`) as a worker makes it: the row with its version, then word of it. */
export async function changeVideo(
  database: Database,
  id: string,
  data: Parameters<Database['video']['update']>[0]['data'],
): Promise<VideoTableRow> {
  const video = await database.video.update({
    where: { publicId: id.slice(4) },
    data: { ...data, version: { increment: 1 } },
  })
  redis ??= new Redis(process.env.CACHE_REDIS_URL ?? '')
  // Where a busy machine could not say it in time, it is said as soon as it can, over a connection that stays.
  await videoChanged(redis, video).catch(() => undefined)
  return video
}
