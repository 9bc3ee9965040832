import type { PresignedPart, UploadApi } from '../ports.ts'

/** URLs asked for in one call: enough to keep the lanes busy, few enough to be fresh when used. */
const BATCH = 12
/** A URL this near to its end is not begun with. */
const MIN_LIFE_MS = 30_000

export interface PartUrls {
  get(number: number, signal: AbortSignal): Promise<PresignedPart>
  /** The store refused it: the next `get` asks for another. */
  drop(number: number): void
}

/** Presigned URLs in small batches, shared by all lanes, asked for again before they expire. */
export function createPartUrls(api: UploadApi, uploadId: string, numbers: readonly number[]): PartUrls {
  const known = new Map<number, PresignedPart>()
  const wanted = new Set(numbers)
  let asking: Promise<void> = Promise.resolve()

  const fresh = (number: number): PresignedPart | undefined => {
    const part = known.get(number)
    return part && part.expiresAt.getTime() - Date.now() > MIN_LIFE_MS ? part : undefined
  }
  const askFor = async (number: number, signal: AbortSignal): Promise<void> => {
    if (fresh(number)) return
    const others = [...wanted].filter((other) => other > number && !fresh(other))
    for (const part of await api.presignUploadParts(
      uploadId,
      [number, ...others.slice(0, BATCH - 1)],
      signal,
    )) {
      known.set(part.number, part)
    }
  }
  return {
    async get(number, signal) {
      // One call at a time: lanes that start together share a batch instead of asking for one each.
      asking = asking.catch(() => {}).then(() => askFor(number, signal))
      await asking
      const part = known.get(number)
      if (!part) throw new Error(`The API gave no URL for part ${number}`)
      wanted.delete(number)
      return part
    },
    drop(number) {
      known.delete(number)
    },
  }
}
