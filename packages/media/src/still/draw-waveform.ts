import { STILL_SIZE } from './still-facts.ts'

/** Bars of a drawn sound, from its beginning to its end. */
export const WAVEFORM_BARS = 64

/** Pixels. */
const BAR = { width: 10, step: 18, shortest: 10, longest: 420 }
/** The wall and the bulb of the house by night (packages/ui/src/css/tokens.css), as sRGB. */
const COLOURS = { wall: '#120e0b', glow: '#2a1e10', bulb: '#f5b042' }

/** How loud each bar is, 0 to 1: `energies` by the loudest of them, so that quiet sounds have a shape too. Silence is flat. */
export function barLevels(energies: readonly number[]): readonly number[] {
  const loudest = Math.max(0, ...energies)
  return energies.map((energy) => (loudest > 0 ? Math.sqrt(energy / loudest) : 0))
}

/** An SVG of STILL_SIZE: what a sound without a cover looks like. @param levels of WAVEFORM_BARS bars, 0 to 1 */
export function drawWaveform(levels: readonly number[]): string {
  const { width, height } = STILL_SIZE
  const left = (width - BAR.step * (levels.length - 1) - BAR.width) / 2
  const bars = levels.map((level, index) => {
    const tall = Math.round(BAR.shortest + level * (BAR.longest - BAR.shortest))
    const x = left + index * BAR.step
    return `<rect x="${x}" y="${(height - tall) / 2}" width="${BAR.width}" height="${tall}" rx="${BAR.width / 2}"/>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    `<defs><radialGradient id="g"><stop offset="0" stop-color="${COLOURS.glow}"/>`,
    `<stop offset="1" stop-color="${COLOURS.wall}"/></radialGradient></defs>`,
    `<rect width="100%" height="100%" fill="${COLOURS.wall}"/>`,
    '<rect width="100%" height="100%" fill="url(#g)"/>',
    `<g fill="${COLOURS.bulb}">${bars.join('')}</g></svg>`,
  ].join('')
}
