import type { Database } from '@marquee/domain'
import { videoChanged } from '@marquee/domain/videos'
import { Redis } from 'ioredis'

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
  const redis = new Redis(process.env.CACHE_REDIS_URL ?? '')
  await videoChanged(redis, video)
  redis.disconnect()
  return video
}
