import type { Source } from '../source.ts'

/** How far a set goes. */
export type Reach = {
  /** Seconds from the beginning of the film. */
  end: number
  /** Nothing will be added (RFC 8216, 4.3.3.4). */
  ended: boolean
  /** Its target duration, seconds (RFC 8216, 4.3.3.1): how often a player looks, and how soon there is to be more. */
  target: number
}

/** A playlist that has not answered within this is asked for again. Milliseconds. */
const ANSWER_MS = 15_000

/** The edge says that a set is not there, or may not be watched any more: asking soon again brings no other answer. */
export class SetGone extends Error {
  override readonly name = 'SetGone'
}

/** Of an address that opens nothing (any more), by the edge's own words or by those of a cache before it. */
const GONE: readonly number[] = [401, 403, 404, 410]

/**
 * Asks the first rendition that a set names: of one that grows, it is among those that have come furthest.
 * Rejects where it cannot be read, with `SetGone` where it is not there.
 */
export async function readReach({ hls }: Pick<Source, 'hls'>): Promise<Reach> {
  const playlist = await readText(hls)
  const [, variant] = /^#EXT-X-STREAM-INF:.*\n(?:#.*\n)*(.+)/m.exec(playlist) ?? []
  return parseReach(variant ? await readText(new URL(variant.trim(), hls).href) : playlist)
}

async function readText(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) })
  const { ok, status } = response
  if (!ok) throw new (GONE.includes(status) ? SetGone : Error)(`the playlist is answered with ${status}`)
  return response.text()
}

/** Reads a media playlist (RFC 8216, 4.3.2.1). */
export function parseReach(playlist: string): Reach {
  const lengths = [...playlist.matchAll(/^#EXTINF:([\d.]+)/gm)].map(([, length]) => Number(length))
  const [, target] = /^#EXT-X-TARGETDURATION:(\d+)/m.exec(playlist) ?? []
  return {
    end: lengths.reduce((sum, length) => sum + length, 0),
    ended: /^#EXT-X-ENDLIST/m.test(playlist),
    target: Number(target ?? ASSUMED_TARGET_S),
  }
}

/** For who cannot know it: what Apple's authoring specification asks for (7.5). Seconds. */
export const ASSUMED_TARGET_S = 6
