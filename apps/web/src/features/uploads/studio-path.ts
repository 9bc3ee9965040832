import { publicIdOf } from '../../shell/paths.ts'

/** Where a video is edited. */
export function studioPath(videoId: string): string {
  return `/studio/videos/${publicIdOf(videoId)}`
}
