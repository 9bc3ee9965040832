import type { ArtefactOf } from '@marquee/jobs'
import type { StreamPart } from '@marquee/media'

/** What chunks and sounds have been made to, in their order, by the names of the stream's tracks. */
export function partsByTrack(
  renditions: readonly ArtefactOf<'renditions'>[],
  sound: ArtefactOf<'sound'> | undefined,
): ReadonlyMap<string, readonly StreamPart[]> {
  const parts = new Map<string, StreamPart[]>()
  for (const { name, part } of [...renditions.flatMap(({ tracks }) => tracks), ...(sound?.tracks ?? [])])
    parts.set(name, [...(parts.get(name) ?? []), part])
  return parts
}
