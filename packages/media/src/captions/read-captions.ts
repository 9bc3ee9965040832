import type { CaptionProblemReason, Cue, ReadCaptions } from './cue.ts'
import { payloadOf } from './payload-of.ts'

/** More than anybody reads in twelve hours. */
const MAX_CUES = 20_000
const MAX_CUE_CHARACTERS = 1_000

/** `01:02:03,456`; SubRip has hours always, WebVTT (§3.3) where there are any. */
const TIME = String.raw`(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{1,3})`
const TIMING = new RegExp(String.raw`^\s*${TIME}\s*-->\s*${TIME}(?:\s+(.*))?$`)

/** Settings that place a cue (WebVTT §3.4); SubRip's `X1:` and whatever else stands there are left out. */
const SETTING =
  /^(?:vertical:(?:rl|lr)|line:-?\d{1,3}(?:\.\d+)?%?(?:,(?:start|center|end))?|position:\d{1,3}(?:\.\d+)?%(?:,(?:line-left|center|line-right))?|size:\d{1,3}(?:\.\d+)?%|align:(?:start|center|end|left|right))$/

/** Blocks of WebVTT that are no captions: notes, and looks, which are the viewer's. */
const OTHER_BLOCK = /^(?:NOTE|STYLE|REGION)(?:\s|$)/

/** Lines without a blank one between them; `from` is the number of the first. */
interface Block {
  readonly from: number
  readonly lines: readonly string[]
}

/**
 * Reads SubRip or WebVTT, told by the first line. Strict, since a caption at the wrong time is worse than none: the first
 * line that is neither ends the reading, with its number. Cues are answered in the order of their beginnings.
 */
export function readCaptions(text: string): ReadCaptions {
  const blocks = blocksOf(text.replace(/^\uFEFF/, ''))
  const isVtt = /^WEBVTT(?:\s|$)/.test(blocks[0]?.lines[0] ?? '')
  const captions = isVtt ? blocks.slice(1).filter(({ lines }) => !OTHER_BLOCK.test(lines[0] ?? '')) : blocks
  if (captions.length > MAX_CUES) return problem(1, 'the file holds more than 20,000 captions')
  const cues: Cue[] = []
  for (const block of captions) {
    const read = readCue(block)
    if (!read.ok) return read
    cues.push(...read.cues)
  }
  if (cues.length === 0) return problem(1, 'the file holds no captions')
  return { ok: true, cues: cues.sort((a, b) => a.startMs - b.startMs) }
}

function blocksOf(text: string): readonly Block[] {
  const blocks: { from: number; lines: string[] }[] = []
  let isOpen = false
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === '') isOpen = false
    else if (isOpen) blocks.at(-1)?.lines.push(line)
    else {
      blocks.push({ from: index + 1, lines: [line] })
      isOpen = true
    }
  }
  return blocks
}

/** A time, after a line with the cue's number or name where there is one, and the text. Without text it says nothing. */
function readCue({ from, lines }: Block): ReadCaptions {
  const at = lines[0]?.includes('-->') ? 0 : 1
  const timing = TIMING.exec(lines[at] ?? '')
  if (!timing) {
    const line = from + Math.min(at, lines.length - 1)
    return problem(line, 'a time such as 00:01:02,345 --> 00:01:04,000 is expected here')
  }
  const [startMs, endMs] = [millisecondsOf(timing.slice(1, 5)), millisecondsOf(timing.slice(5, 9))]
  if (endMs < startMs) return problem(from + at, 'this caption ends before it starts')
  const text = payloadOf(lines.slice(at + 1))
  if (text.length > MAX_CUE_CHARACTERS)
    return problem(from + at + 1, 'this caption is longer than 1,000 characters')
  // What stands for no time is not shown.
  if (text === '' || endMs === startMs) return { ok: true, cues: [] }
  return { ok: true, cues: [{ startMs, endMs, text, settings: settingsOf(timing[9] ?? '') }] }
}

function millisecondsOf([hours, minutes, seconds, fraction]: readonly (string | undefined)[]): number {
  const whole = Number(hours ?? 0) * 3_600 + Number(minutes) * 60 + Number(seconds)
  return whole * 1_000 + Number((fraction ?? '').padEnd(3, '0'))
}

function settingsOf(text: string): string {
  return text
    .split(/\s+/)
    .filter((setting) => SETTING.test(setting))
    .join(' ')
}

function problem(line: number, reason: CaptionProblemReason): ReadCaptions {
  return { ok: false, problem: { line, reason } }
}
