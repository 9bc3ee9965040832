import type { FuzzBase } from './fuzz-inspection.ts'
import { isAtHand, readZooFile } from './read-zoo-file.ts'
import { ZOO } from './zoo-table.ts'

/** Small files, one or two of each container: what is drawn, and footage where there is some. */
const BASES = [
  ...['drawn.wmv', 'drawn.mxf', 'drawn.mpg', 'drawn.3gp', 'drawn.ogv', 'drawn-444.mp4', 'drawn-surround.mkv'],
  ...['ax_bear-vp9-odd-dimensions.webm', 'ax_bt601.mov', 'ax_sample.flv', 'ax_sample_fragmented.mp4'],
  ...['ax_sample.avi', 'ax_hdr10-av1.mp4', 'mb_no-initial-keyframe.ts', 'mb_sar_2x1.mp4'],
]

export async function readFuzzBases(): Promise<readonly FuzzBase[]> {
  const files = ZOO.filter((row) => BASES.includes(row.file) && isAtHand(row))
  return Promise.all(files.map(async (row) => ({ name: row.file, bytes: await readZooFile(row) })))
}
