import { newPublicId } from '@marquee/schema/ids'
import type { Transaction } from '../database/create-database.ts'
import type { IdSource } from '../ids/lease-id-source.ts'
import { folderOf, REVISION_GRACE_MS, retireRevision } from '../revisions/index.ts'
import { holdVideo, showThumbnail, type ThumbnailRow } from './store.ts'

/** What a run has found in a film. Paths are below videos/<public id>/. */
export interface FoundPictures {
  readonly revision: string
  /** What is shown as long as nothing else is chosen. */
  readonly path: string
  /** The best first. */
  readonly candidates: readonly { readonly path: string; readonly atMs: number }[]
}

/** `atMs` is null where a worker of before did not say. */
interface Found {
  readonly path: string
  readonly atMs: number | null
}

/**
 * Puts a run's pictures in the place of those of an earlier one. What its creator chose stays chosen: an upload as it is, a
 * moment of the film by the picture that is nearest to it.
 */
export async function recordCandidates(
  tx: Transaction,
  ids: IdSource,
  video: { readonly id: bigint; readonly publicId: string },
  { revision, path, candidates }: FoundPictures,
): Promise<void> {
  const retire = (folder: string, afterMs: number) => retireRevision(tx, video, folder, afterMs)
  if (!(await holdVideo(tx, video.id))) return retire(revision, 0)
  const ofFilm = { videoId: video.id, origin: 'film' } as const
  const before = await tx.thumbnail.findMany({ where: ofFilm })
  await tx.thumbnail.deleteMany({ where: ofFilm })
  const found: readonly Found[] = candidates.length > 0 ? candidates : [{ path, atMs: null }]
  const chosen = nearest(found, lastChosen(before))
  await tx.thumbnail.createMany({
    data: found.map((candidate, place) => ({
      ...ofFilm,
      id: BigInt(ids.next()),
      publicId: newPublicId(),
      path: candidate.path,
      atMs: candidate.atMs === null ? null : Math.round(candidate.atMs),
      place,
      chosenAt: candidate === chosen?.candidate ? chosen.chosenAt : null,
    })),
  })
  for (const folder of new Set(before.map((one) => folderOf(one.path))))
    await retire(folder, REVISION_GRACE_MS)
  await showThumbnail(tx, video.id)
}

function lastChosen(thumbnails: readonly ThumbnailRow[]): { atMs: number; chosenAt: Date } | null {
  const [latest] = thumbnails
    .flatMap(({ atMs, chosenAt }) => (chosenAt ? [{ atMs: atMs ?? 0, chosenAt }] : []))
    .toSorted((one, other) => other.chosenAt.getTime() - one.chosenAt.getTime())
  return latest ?? null
}

function nearest(
  found: readonly Found[],
  chosen: { readonly atMs: number; readonly chosenAt: Date } | null,
): { candidate: Found; chosenAt: Date } | null {
  if (!chosen) return null
  const away = ({ atMs }: Found) => Math.abs((atMs ?? 0) - chosen.atMs)
  const [candidate] = found.toSorted((one, other) => away(one) - away(other))
  return candidate ? { candidate, chosenAt: chosen.chosenAt } : null
}
