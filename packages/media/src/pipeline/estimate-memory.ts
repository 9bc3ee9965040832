import { USUAL_CODEC } from '../ladder/ladder.ts'
import { type LadderPart, selectRungs } from '../ladder/select-rungs.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import type { MemoryModel } from './catalogue.ts'
import type { Demands } from './demands.ts'

/** Every worker has as much, in units of 10⁶ bytes: what needs no more may go to any. */
const ANY_WORKER_MB = 2000

/** What a task demands of its worker because of how large the source's rungs are; nothing where any worker will do. */
export function estimateMemory(
  memory: MemoryModel | undefined,
  facts: SourceFacts,
  part: LadderPart = {},
): Demands {
  if (!memory) return {}
  const pixels = selectRungs(facts, part).reduce((sum, { width, height }) => sum + width * height, 0)
  const memoryMb = Math.ceil((pixels / 1e6) * memory[part.codec ?? USUAL_CODEC])
  return memoryMb > ANY_WORKER_MB ? { memoryMb } : {}
}
