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
  const ofVideo = { where: { videoId }, select: { path: true } } as const
  const beside = [
    ...(await tx.thumbnail.findMany(ofVideo)),
    ...(await tx.caption.findMany(ofVideo)),
    ...(await tx.download.findMany(ofVideo)),
  ]
  const { revision, hlsPath, dashPath, posterPath, storyboardPath } = video
  const paths = [revision, hlsPath, dashPath, posterPath, storyboardPath, ...beside.map(({ path }) => path)]
  const named = paths.flatMap((path) => path?.split('/', 1) ?? [])
  return {
    revisions: new Set([...named, ...retired.map(({ revision }) => revision)]),
    isProcessing: running > 0,
  }
}
