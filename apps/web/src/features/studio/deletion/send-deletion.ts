import { StudioDeleteVideoDocument } from '@marquee/schema/graphql'
import { request, requestLeaving } from '../../../graphql/request.ts'
import type { SendDeletion } from './create-deletion-hold.ts'

/** Already deleted elsewhere is as good as deleted here. */
const GONE = 'VIDEO_NOT_FOUND'

export const sendDeletion: SendDeletion = async (ids, leaving) => {
  const results = await Promise.all(ids.map(async (id) => ((await deleteOne(id, leaving)) ? null : id)))
  return results.filter((id) => id !== null)
}

async function deleteOne(id: string, leaving: boolean): Promise<boolean> {
  const ask = leaving ? requestLeaving : request
  const answer = await ask(StudioDeleteVideoDocument, { input: { videoId: id } })
  if (!answer.ok) return false
  return answer.data.deleteVideo.userErrors.every(({ code }) => code === GONE)
}
