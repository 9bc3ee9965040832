import { StudioUnfinishedUploadsDocument } from '@marquee/schema/graphql'
import { request } from '../../../graphql/request.ts'
import { keptHandle } from './kept-handles.ts'
import { listSending } from './sending-locks.ts'

/** An upload that was begun and is not being sent by any tab of this browser. */
export type Unfinished = {
  id: string
  videoId: string
  fileName: string
  /** Bytes. */
  size: number
  /** Bytes that the store holds. */
  sentBytes: number
  /** Where the file is, if an earlier page of this browser was told. */
  handle: FileSystemFileHandle | undefined
}

/** The newest ten; none where the API does not answer, since the list of videos says so already. */
export async function findUnfinished(): Promise<Unfinished[]> {
  const answer = await request(StudioUnfinishedUploadsDocument, {})
  if (!answer.ok) return []
  const sending = await listSending()
  const open = (answer.data.viewer?.uploads.nodes ?? []).filter(({ id }) => !sending.has(id))
  return Promise.all(
    open.map(async ({ id, fileName, size, partSize, storedParts, video }) => ({
      id,
      videoId: video.id,
      fileName,
      size,
      sentBytes: Math.min(size, storedParts.length * partSize),
      handle: await keptHandle(id),
    })),
  )
}
