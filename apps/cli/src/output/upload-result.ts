import type { VideoStatus } from '@marquee/schema/graphql'

/** `VideoStatus` as people and scripts write it. */
export type LifeState = Lowercase<VideoStatus>

export function lifeState(status: VideoStatus): LifeState {
  return status.toLowerCase() as LifeState
}

/** The last line of `marquee upload`, whatever happened; DESIGN.md, «Fixed points». */
export interface UploadResult {
  /** The public id, 11 characters: /watch/<id>. Null where no video came to be. */
  readonly id: string | null
  /** A state of the life cycle, in its own lower-case words; failed also where the upload itself did not get there. */
  readonly status: LifeState
  readonly errorCode: string | null
  readonly hls: string | null
  readonly dash: string | null
}

/** `status` is what is last known of the video, which may go on without us. */
export function failedResult(id: string | null, status: LifeState, errorCode: string): UploadResult {
  return { id: id && barePublicId(id), status, errorCode, hls: null, dash: null }
}

/** `vid_k3jd82jd8sk` → `k3jd82jd8sk`: what URLs carry; the API takes both. */
export function barePublicId(globalId: string): string {
  return globalId.replace(/^vid_/, '')
}
