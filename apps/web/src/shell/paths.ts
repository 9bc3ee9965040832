/** The public part of a global id: `vid_k3Jx…` is `k3Jx…` in addresses. */
export function publicIdOf(id: string): string {
  return id.slice(id.indexOf('_') + 1)
}

/** Where a video is watched. */
export function watchPath(videoId: string): string {
  return `/watch/${publicIdOf(videoId)}`
}
