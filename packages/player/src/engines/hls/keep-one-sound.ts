import type Hls from 'hls.js'

/**
 * Leaves of a set that has each picture with several sounds those with the sound of its first variant. By itself hls.js
 * takes what differs in rate for another quality, and would go from stereo to 5.1 as the line gets better.
 */
export function keepOneSound(hls: Pick<Hls, 'levels' | 'firstLevel' | 'removeLevel'>): void {
  const first = hls.levels[hls.firstLevel]
  const sound = first?.audioGroups?.[0]
  if (!first || sound === undefined) return
  const others = hls.levels.filter((level) => !level.hasAudioGroup(sound))
  for (const level of others) hls.removeLevel(hls.levels.indexOf(level))
  if (others.length > 0) hls.firstLevel = hls.levels.indexOf(first)
}
