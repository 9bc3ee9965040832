import { selectRungs } from '../ladder/select-rungs.ts'
import { toNumber } from '../source/rational.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import type { CostModel } from './catalogue.ts'

/** CPU seconds that a task costs for a source, by its type's model. */
export function estimateCost(cost: CostModel, facts: SourceFacts): number {
  const seconds = facts.durationMs / 1000
  const frames = seconds * toNumber(facts.video.frameRate)
  const { coded } = facts.video
  const decoded = (frames * coded.width * coded.height) / 1e6
  const encoded =
    (frames * selectRungs(facts).reduce((sum, { width, height }) => sum + width * height, 0)) / 1e6
  return (
    (cost.fixed ?? 0) +
    (cost.perSecond ?? 0) * seconds +
    (cost.perMegapixelDecoded ?? 0) * decoded +
    (cost.perMegapixelEncoded ?? 0) * encoded
  )
}
