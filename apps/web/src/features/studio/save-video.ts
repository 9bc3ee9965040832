import {
  StudioRetryVideoDocument,
  StudioUpdateVideoDocument,
  type StudioVideoFragment,
  type UpdateVideoInput,
} from '@marquee/schema/graphql'
import { request } from '../../graphql/request.ts'

export type FieldError = { field: string | null; code: string; message: string }

/** What came of a change. An unreachable server is an error of the request as a whole. */
export type Saved<T> = { ok: true; value: T } | { ok: false; errors: readonly FieldError[] }

export async function saveVideo(input: UpdateVideoInput): Promise<Saved<StudioVideoFragment>> {
  const answer = await request(StudioUpdateVideoDocument, { input })
  if (!answer.ok) return refused(answer.code)
  const { video, userErrors } = answer.data.updateVideo
  return settle(video, userErrors)
}

export async function retryVideo(videoId: string): Promise<Saved<StudioVideoFragment>> {
  const answer = await request(StudioRetryVideoDocument, { input: { videoId } })
  if (!answer.ok) return refused(answer.code)
  const { video, userErrors } = answer.data.retryVideo
  return settle(video, userErrors)
}

/** The payload's value, or why there is none. */
export function settle<T>(value: T | null, errors: readonly FieldError[]): Saved<T> {
  if (value !== null && errors.length === 0) return { ok: true, value }
  return errors.length > 0 ? { ok: false, errors } : refused('INTERNAL')
}

/** A whole request that failed, as an error beside no field. */
export function refused(code: string): { ok: false; errors: readonly FieldError[] } {
  return { ok: false, errors: [{ field: null, code, message: '' }] }
}
