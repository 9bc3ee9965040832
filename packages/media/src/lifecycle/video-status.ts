/** Every state of a video, in the order of its life. */
export const VIDEO_STATUSES = [
  'draft',
  'uploading',
  'processing',
  'playable',
  'ready',
  'failed',
  'taken_down',
  'deleted',
] as const

/** The same words as the enum `video_status` in SQL. */
export type VideoStatus = (typeof VIDEO_STATUSES)[number]

/**
 * Where each state may go.
 * `processing → ready` skips `playable`: not every source can be watched before its ladder is complete.
 * `failed → processing` is a retry of the same original.
 */
const MOVES: Readonly<Record<VideoStatus, readonly VideoStatus[]>> = {
  draft: ['uploading', 'taken_down', 'deleted'],
  uploading: ['processing', 'failed', 'taken_down', 'deleted'],
  processing: ['playable', 'ready', 'failed', 'taken_down', 'deleted'],
  playable: ['ready', 'failed', 'taken_down', 'deleted'],
  ready: ['taken_down', 'deleted'],
  failed: ['processing', 'taken_down', 'deleted'],
  taken_down: ['deleted'],
  deleted: [],
}

/** Whether a video may go from one state to another. Staying is not a move. */
export function canMove(from: VideoStatus, to: VideoStatus): boolean {
  return MOVES[from].includes(to)
}

/** The states a guarded update may name: `UPDATE … SET status = to WHERE status = ANY(allowedFrom(to))`. */
export function allowedFrom(to: VideoStatus): readonly VideoStatus[] {
  return VIDEO_STATUSES.filter((from) => canMove(from, to))
}

/** States that nothing leaves by itself: no task may be running for such a video. */
export function isSettled(status: VideoStatus): boolean {
  return status === 'ready' || status === 'failed' || status === 'taken_down' || status === 'deleted'
}

/** States with something to play. Whether this viewer may is the policy's question. */
export function isWatchable(status: VideoStatus): boolean {
  return status === 'playable' || status === 'ready'
}
