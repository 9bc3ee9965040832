import { SHEET_PATTERN, type StoryboardPlan } from '../storyboard/plan-storyboard.ts'
import { AS_JPEG } from './colour-filters.ts'
import { INPUT_GUARDS, QUIET } from './guarded-input.ts'

/** ffmpeg: sprite sheets from our own lowest rung, decoding its keyframes only (one each 2 s). */
export function storyboardArguments(rendition: string, plan: StoryboardPlan): string[] {
  const { intervalSeconds, tile, columns, rows } = plan
  // The last picture stands one interval longer, so that a film shorter than one has a tile too.
  const filter = `tpad=stop_mode=clone:stop_duration=${intervalSeconds},fps=1/${intervalSeconds}:start_time=0,scale=${tile.width}:${tile.height},${AS_JPEG},tile=${columns}x${rows}`
  return [
    ...[...QUIET, '-y', '-skip_frame:v', 'nokey', ...INPUT_GUARDS, '-i', rendition, '-vf', filter],
    ...['-frames:v', String(plan.sheets), '-pix_fmt', 'yuvj420p', '-q:v', '5', '-map_metadata', '-1'],
    ...['-f', 'image2', SHEET_PATTERN],
  ]
}
