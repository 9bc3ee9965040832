import type { PictureSize } from '../source/source-facts.ts'

/** Sprite sheets: 5 × 5 tiles of 160 pixels' width. */
const COLUMNS = 5
const ROWS = 5
const TILE_WIDTH = 160

/** How a storyboard is cut; tile n shows the span from n to n+1 intervals. */
export interface StoryboardPlan {
  readonly intervalSeconds: number
  readonly tile: PictureSize
  readonly columns: number
  readonly rows: number
  readonly tiles: number
  readonly sheets: number
}

/** No film needs more than 400 tiles, 16 sheets: a scrub bar is not wider. */
const MAX_TILES = 400
/** Steps a person can reckon with, in seconds. The lowest is the GOP of the rungs: only keyframes are decoded. */
const INTERVALS = [2, 4, 10, 20, 30, 60, 120] as const

export function planStoryboard(durationMs: number, picture: PictureSize): StoryboardPlan {
  const seconds = durationMs / 1000
  const intervalSeconds = INTERVALS.find((interval) => seconds / interval <= MAX_TILES) ?? 120
  const tiles = Math.max(1, Math.ceil(seconds / intervalSeconds))
  return {
    intervalSeconds,
    tile: {
      width: TILE_WIDTH,
      height: Math.max(2, 2 * Math.round((TILE_WIDTH * picture.height) / picture.width / 2)),
    },
    columns: COLUMNS,
    rows: ROWS,
    tiles,
    sheets: Math.ceil(tiles / (COLUMNS * ROWS)),
  }
}

/** Files of the sheets as ffmpeg's image muxer counts them: from 1. */
export const SHEET_PATTERN = 'storyboard-%d.jpg'

export const sheetFile = (sheet: number) => SHEET_PATTERN.replace('%d', String(sheet))

/** WebVTT whose cues name their tile by a media fragment, relative to the file itself. */
export function storyboardVtt(plan: StoryboardPlan, durationMs: number): string {
  const cues = Array.from({ length: plan.tiles }, (_, tile) => cue(plan, tile, durationMs))
  return ['WEBVTT', ...cues].join('\n\n').concat('\n')
}

function cue(plan: StoryboardPlan, tile: number, durationMs: number): string {
  const stepMs = plan.intervalSeconds * 1000
  const perSheet = plan.columns * plan.rows
  const x = (tile % plan.columns) * plan.tile.width
  const y = Math.floor((tile % perSheet) / plan.columns) * plan.tile.height
  const span = `${timestamp(tile * stepMs)} --> ${timestamp(Math.min((tile + 1) * stepMs, durationMs))}`
  const file = sheetFile(1 + Math.floor(tile / perSheet))
  return `${span}\n${file}#xywh=${x},${y},${plan.tile.width},${plan.tile.height}`
}

/** `HH:MM:SS.mmm` */
function timestamp(ms: number): string {
  const digits = (value: number, length: number) => String(Math.floor(value)).padStart(length, '0')
  return `${digits(ms / 3_600_000, 2)}:${digits((ms / 60_000) % 60, 2)}:${digits((ms / 1000) % 60, 2)}.${digits(ms % 1000, 3)}`
}
