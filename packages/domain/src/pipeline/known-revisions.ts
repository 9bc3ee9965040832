import type { Transaction } from '../database/create-database.ts'

/** The folders under videos/<public id>/ that something names. */
export interface KnownRevisions {
  readonly revisions: ReadonlySet<string>
  /** A run may be writing another one. */
  readonly isProcessing: boolean
}

/** Null where there is no such video, or it is deleted. */
export async function readKnownRevisions(tx: Transaction, videoId: bigint): Promise<KnownRevisions | null> {
  const running = await tx.pipelineRun.count({ where: { videoId, status: 'running' } })
  const video = await tx.video.findFirst({ where: { id: videoId, status: { not: 'deleted' } } })
  if (!video) return null
  const retired = await tx.retiredRevision.findMany({ where: { videoPublicId: video.publicId } })
  const captions = await tx.caption.findMany({ where: { videoId }, select: { path: true } })
  const paths = [video.revision, video.hlsPath, video.dashPath, video.posterPath, video.storyboardPath]
  const named = [...paths, ...captions.map(({ path }) => path)].flatMap((path) => path?.split('/', 1) ?? [])
  return {
    revisions: new Set([...named, ...retired.map(({ revision }) => revision)]),
    isProcessing: running > 0,
  }
}
