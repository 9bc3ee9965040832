import { createCatalogue } from '@marquee/domain/pipeline'
import { audio, audioFirst } from './audio.ts'
import { captions } from './captions.ts'
import { checkIntegrity } from './check-integrity.ts'
import type { TypeOfTask } from './define-task.ts'
import { download } from './download.ts'
import { drawCover } from './draw-cover.ts'
import { encode, encodeFirst } from './encode.ts'
import { encodeStill } from './encode-still.ts'
import { inspect } from './inspect.ts'
import { inspectSound } from './inspect-sound.ts'
import { loudness } from './loudness.ts'
import { packageSet } from './package.ts'
import { poster } from './poster.ts'
import { probeScenes } from './probe-scenes.ts'
import { publish } from './publish.ts'
import { publishGrowing } from './publish-growing.ts'
import { publishSource } from './publish-source.ts'
import { remux } from './remux.ts'
import { split } from './split.ts'
import { storyboard } from './storyboard.ts'

/** Everything that a definition may name: one file each, one line here. */
export const TASK_TYPES: readonly TypeOfTask[] = [
  inspect,
  inspectSound,
  remux,
  publishSource,
  probeScenes,
  split,
  loudness,
  audioFirst,
  audio,
  encodeFirst,
  publishGrowing,
  checkIntegrity,
  poster,
  drawCover,
  captions,
  encode,
  encodeStill,
  packageSet,
  storyboard,
  download,
  publish,
]

const BY_TYPE = new Map(TASK_TYPES.map((task) => [task.contract.type, task]))

/** Undefined where this program is older than the definition. */
export function findTaskType(type: string): TypeOfTask | undefined {
  return BY_TYPE.get(type)
}

export const CATALOGUE = createCatalogue(TASK_TYPES)
