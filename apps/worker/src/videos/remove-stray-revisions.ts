import { type KnownRevisions, readKnownRevisions } from '@marquee/domain/revisions'
import { owePurge } from '@marquee/domain/videos'
import type { Services } from '../program/services.ts'

/**
 * Removes revisions that nothing names: those of attempts that died between their upload and their result, and of
 * an early set that came after the whole ladder. Does nothing while a run of the video may still be writing one. Of a
 * deleted video all of it goes, with the purge.
 */
export async function removeStrayRevisions(
  { database, stores }: Services,
  videoId: bigint,
  signal: AbortSignal,
): Promise<void> {
  const video = await database.video.findUnique({ where: { id: videoId }, select: { publicId: true } })
  if (!video) return
  const prefix = `videos/${video.publicId}/`
  const stored = new Set<string>()
  for await (const { key } of stores.transcoded.list(prefix, { signal }))
    stored.add(key.slice(prefix.length).split('/', 1)[0] ?? '')
  // Read after the listing: a run that began later has written nothing that was listed.
  const known = await readKnownRevisions(database, videoId)
  if (known === null) return owePurge(database, videoId)
  for (const revision of findStrays(stored, known))
    await stores.transcoded.deletePrefix(`${prefix}${revision}/`, { signal })
}

/** Empty while a run is going on. */
function findStrays(stored: ReadonlySet<string>, known: KnownRevisions): string[] {
  if (known.isProcessing) return []
  return [...stored].filter((revision) => revision !== '' && !known.revisions.has(revision))
}
