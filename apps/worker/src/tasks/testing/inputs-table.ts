import { type AcceptedFile, soundsOf, type ZooFile } from './zoo-file.ts'

/** The rows of docs/operations/inputs.md: one file a line, as Markdown. */
export function inputsTable(zoo: readonly ZooFile[]): string {
  return zoo.map(({ file, is, outcome }) => `| ${is} | \`${file}\` | ${outcomeOf(outcome)} |`).join('\n')
}

function outcomeOf(outcome: ZooFile['outcome']): string {
  return typeof outcome === 'string' ? `\`${outcome}\`` : `${sourceOf(outcome)} → ${resultOf(outcome)}`
}

function sourceOf({
  codec,
  shows,
  rotation,
  pixelAspect,
  rate,
  varies,
  interlaced,
  hdr,
  sound,
}: AcceptedFile): string {
  const oddities = [
    rotation !== 0 && `turned by ${rotation}°`,
    pixelAspect !== '1:1' && `pixels ${pixelAspect}`,
    varies && 'variable rate',
    interlaced && 'interlaced',
    hdr && 'HDR',
  ]
  return [codec, size(shows), perSecond(rate), ...oddities.filter(Boolean), sound ?? 'no sound'].join(', ')
}

function resultOf(file: AcceptedFile): string {
  const { rungs, rate, plays, atOnce } = file
  const slower = plays !== rate && `${perSecond(plays)} in the smallest`
  const sounds = soundsOf(file).join(' and ')
  return [rungs.map(size).join(' '), slower, sounds, atOnce && 'plays at once'].filter(Boolean).join(', ')
}

const size = (text: string) => text.replace('x', '×')

/** To two decimals, as people know rates. */
function perSecond(rate: string): string {
  const [numerator, denominator] = rate.split('/').map(Number)
  return `${Number(((numerator ?? 0) / (denominator ?? 1)).toFixed(2))}/s`
}
