import type { Cue } from './cue.ts'

/** Cues as a WebVTT file (W3C WebVTT §4.1). */
export function writeVtt(cues: readonly Cue[]): string {
  const blocks = cues.map(({ startMs, endMs, settings, text }) => {
    const timing = `${timeOf(startMs)} --> ${timeOf(endMs)}`
    return `${settings ? `${timing} ${settings}` : timing}\n${text}\n`
  })
  return ['WEBVTT\n', ...blocks].join('\n')
}

function timeOf(ms: number): string {
  const pad = (value: number, digits = 2) => String(Math.floor(value)).padStart(digits, '0')
  return `${pad(ms / 3_600_000)}:${pad((ms / 60_000) % 60)}:${pad((ms / 1_000) % 60)}.${pad(ms % 1_000, 3)}`
}
