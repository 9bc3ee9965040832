import type { ThumbnailRow } from './store.ts'

type Choice = Pick<ThumbnailRow, 'chosenAt' | 'origin' | 'place'>

/** What its creator chose last; as long as nothing is chosen, the best from the film. Null where there is none. */
export function shownThumbnail<Thumbnail extends Choice>(thumbnails: readonly Thumbnail[]): Thumbnail | null {
  const chosenAt = ({ chosenAt }: Choice) => chosenAt?.getTime() ?? 0
  const [latest] = thumbnails.toSorted((one, other) => chosenAt(other) - chosenAt(one))
  if (latest?.chosenAt) return latest
  const [best] = thumbnails.toSorted((one, other) => one.place - other.place)
  return best ?? null
}
