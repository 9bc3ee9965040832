/** One rendition a viewer may choose. `index` is the engine's own number for it. */
export type Quality = {
  index: number
  /** Coded size in pixels. */
  width: number
  height: number
  /** Bits per second. */
  bitrate: number
  /** Frames per second; 0 where the playlist does not say. */
  frameRate: number
}

/** `auto`, or a quality's label such as `720p`, which outlives a change of the set. */
export type QualityChoice = 'auto' | string

type Size = Pick<Quality, 'width' | 'height'>

/** From this rate on the rate is part of the name: `1080p60`. */
const HIGH_FRAME_RATE = 48

/** `720p`, `1080p60`: the short side, so that an upright video is named like a lying one. */
export function qualityLabel(quality: Size & { frameRate: number }): string {
  const lines = quality.width > 0 ? Math.min(quality.width, quality.height) : quality.height
  const rate = quality.frameRate >= HIGH_FRAME_RATE ? Math.round(quality.frameRate) : ''
  return `${lines}p${rate}`
}

/** What the menu lists: best first, one entry a label (the best bitrate of it). */
export function menuOf(qualities: readonly Quality[]): Quality[] {
  const best = new Map<string, Quality>()
  for (const quality of qualities) {
    const label = qualityLabel(quality)
    const known = best.get(label)
    if (!known || known.bitrate < quality.bitrate) best.set(label, quality)
  }
  return [...best.values()].sort(
    (a, b) => b.width * b.height - a.width * a.height || b.frameRate - a.frameRate || b.bitrate - a.bitrate,
  )
}

/**
 * The engine's number for a choice: -1 for auto, and for a choice that this set does not have in any near form.
 * After a set was replaced the same number of lines counts, whatever its frame rate.
 */
export function indexOfChoice(choice: QualityChoice, qualities: readonly Quality[]): number {
  if (choice === 'auto') return -1
  const menu = menuOf(qualities)
  const same = menu.find((quality) => qualityLabel(quality) === choice)
  const near = menu.find((quality) => linesOf(qualityLabel(quality)) === linesOf(choice))
  return (same ?? near)?.index ?? -1
}

function linesOf(label: string): string {
  return label.split('p', 1)[0] ?? label
}
