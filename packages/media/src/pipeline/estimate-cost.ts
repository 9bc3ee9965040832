import { USUAL_CODEC } from '../ladder/ladder.ts'
import { type LadderPart, selectRungs } from '../ladder/select-rungs.ts'
import { toNumber } from '../source/rational.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import type { CostModel, SampleModel } from './catalogue.ts'

/** CPU seconds that a task costs for a source, by its type's model. @param part which rungs it encodes, if any */
export function estimateCost(cost: CostModel, facts: SourceFacts, part: LadderPart = {}): number {
  const seconds = sampled(facts.durationMs / 1000, cost.sample)
  const frames = seconds * toNumber(facts.video.frameRate)
  const { coded } = facts.video
  const decoded = (frames * coded.width * coded.height) / 1e6
  const encoded = selectRungs(facts, part).reduce(
    (sum, { width, height, frameRate }) => sum + (seconds * toNumber(frameRate) * width * height) / 1e6,
    0,
  )
  return (
    (cost.fixed ?? 0) +
    (cost.perSecond ?? 0) * seconds +
    (cost.perMegapixelDecoded ?? 0) * decoded +
    (cost.perMegapixelEncoded?.[part.codec ?? USUAL_CODEC] ?? 0) * encoded
  )
}

function sampled(seconds: number, sample: SampleModel | undefined): number {
  if (!sample) return seconds
  return seconds < sample.from ? 0 : Math.min(seconds * sample.share, sample.most)
}
