import { type LadderPart, type Rung, selectRungs } from '../ladder/select-rungs.ts'
import { toNumber } from '../source/rational.ts'
import type { PictureSize, Rational, SourceFacts, VideoFacts } from '../source/source-facts.ts'
import type { CostModel, SampleModel } from './catalogue.ts'

/** CPU seconds that a task costs for a source, by its type's model. @param part which rungs it encodes, if any */
export function estimateCost(cost: CostModel, facts: SourceFacts, part: LadderPart = {}): number {
  const seconds = sampled(facts.durationMs / 1000, cost.sample)
  const perSecond = (cost.perSecond ?? 0) + costOfPictures(cost, facts.video, selectRungs(facts, part))
  return (cost.fixed ?? 0) + perSecond * seconds
}

/** CPU seconds for a second of film, by the same model: its pictures are decoded once, and encoded as these rungs. */
export function costOfPictures(
  { perMegapixelDecoded = 0, perMegapixelEncoded }: CostModel,
  { coded, frameRate }: Pick<VideoFacts, 'coded' | 'frameRate'>,
  rungs: readonly Rung[],
): number {
  return rungs.reduce(
    (sum, rung) => sum + (perMegapixelEncoded?.[rung.codec] ?? 0) * megapixels(rung, rung.frameRate),
    perMegapixelDecoded * megapixels(coded, frameRate),
  )
}

/** In a second. */
function megapixels({ width, height }: PictureSize, frameRate: Rational): number {
  return (toNumber(frameRate) * width * height) / 1e6
}

function sampled(seconds: number, sample: SampleModel | undefined): number {
  if (!sample) return seconds
  return seconds < sample.from ? 0 : Math.min(seconds * sample.share, sample.most)
}
