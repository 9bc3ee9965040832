import type { PictureCodec } from './ladder.ts'
import type { Rung } from './select-rungs.ts'

/**
 * What a rung may be encoded with instead where the picture is easy: its crf and so much more, which is a quarter to a
 * third fewer bits. One step, so that the worst of what was not looked at is one step worse.
 */
export const FRUGAL_STEP: Readonly<Record<PictureCodec, number>> = { h264: 3, hevc: 3, vp9: 4, av1: 5 }

/**
 * SSIM from which the frugal crf is good enough, 0 to 1, as seen at the viewing size: x264 reaches it at its usual crf in most
 * films, and the difference to the source is then hard to see in motion.
 */
export const GOOD_SSIM = 0.98

/** By how many dB of SSIM a rung must be better than the next lower one to be worth its bytes, in some scene. */
const NOTICEABLE_DB = 0.5

/** What was measured of one scene in one encode. */
export interface SceneFigures {
  readonly bytes: number
  /** 0 to 1, luma, of what is shown at the viewing size. */
  readonly ssim: number
}

/** One scene after the other, the same for all. */
type Trial = readonly SceneFigures[]

/** A rung, encoded as usual and frugally. */
export interface TriedRung {
  readonly rung: Rung
  readonly usual: Trial
  readonly frugal: Trial
}

/** What a rung comes to, in the scenes together. */
export interface RungFigures {
  readonly crf: number
  readonly kbps: number
  /** Mean of the scenes. */
  readonly ssim: number
}

export interface ChosenRung {
  readonly name: string
  readonly usual: RungFigures
  /** Null where the rung is left out. */
  readonly chosen: RungFigures | null
}

/** What the scenes of a film were measured to take, and what follows. */
export interface LadderChoice {
  /** Highest first, as the usual ladder. */
  readonly rungs: readonly ChosenRung[]
  /** Share of the bytes of all rungs together, 0 to 1. */
  readonly saved: number
  /** Of the highest rung that is left, at the viewing size. */
  readonly ssim: number
  /** Of the highest rung of the usual ladder. */
  readonly usualSsim: number
}

/**
 * A film's own ladder, from what its scenes were measured to take: a small part of what is published as per-title encoding (Aaron et
 * al., «Per-Title Encode Optimization», Netflix, 2015), where each size's curve of quality over rate is sampled, and the
 * ladder runs along the convex hull of all of them. Here each curve has two points, so that probing stays cheap:
 *
 * - A rung that shows no more at the viewing size than the next lower one that is kept, both encoded as usual, is not on the
 *   hull, and is left out. The lowest is always kept: it is for those who have no choice.
 * - Of the others takes the frugal crf whatever still reaches `target` with it in every scene, and still shows more than
 *   the rung below it.
 *
 * Ceilings stay as they are. They are for the scenes that were not looked at, and what is announced rests on them.
 *
 * @param tried highest first, at least one, each with the same scenes
 */
export function chooseLadder(
  tried: readonly TriedRung[],
  sceneSeconds: number,
  target: number = GOOD_SSIM,
): LadderChoice {
  const kept = settle(tried, target)
  const rungs = tried.map(({ rung, usual }): ChosenRung => {
    const found = kept.find(({ name }) => name === rung.name)
    return {
      name: rung.name,
      usual: figuresOf(usual, rung.crf, sceneSeconds),
      chosen: found ? figuresOf(found.trial, found.crf, sceneSeconds) : null,
    }
  })
  const chosen = rungs.flatMap((rung) => rung.chosen ?? [])
  const bytesOf = (of: readonly RungFigures[]) => of.reduce((sum, { kbps }) => sum + kbps, 0)
  const before = bytesOf(rungs.map(({ usual }) => usual))
  const after = bytesOf(chosen)
  return {
    rungs,
    saved: before > 0 ? 1 - after / before : 0,
    ssim: chosen[0]?.ssim ?? 0,
    usualSsim: rungs[0]?.usual.ssim ?? 0,
  }
}

interface KeptRung {
  readonly name: string
  readonly crf: number
  readonly trial: Trial
  readonly usual: Trial
}

/** Highest first; found from the lowest up, since each is measured by the one below it. */
function settle(tried: readonly TriedRung[], target: number): readonly KeptRung[] {
  const kept: KeptRung[] = []
  for (const { rung, usual, frugal } of tried.toReversed()) {
    const below = kept[0]
    if (below && !addsTo(below.usual, usual)) continue
    const isEnough = frugal.every(({ ssim }) => ssim >= target) && (!below || addsTo(below.trial, frugal))
    const crf = isEnough ? rung.crf + FRUGAL_STEP[rung.codec] : rung.crf
    kept.unshift({ name: rung.name, crf, trial: isEnough ? frugal : usual, usual })
  }
  return kept
}

/** Of a picture that differs in nothing there is no logarithm: what differs less than this is called as good. */
const LEAST_DIFFERENCE = 0.0005

/** 0.9 is 10 dB, 0.99 is 20: a tenth of the difference that is left counts the same, however little it is. */
const inDb = (ssim: number) => -10 * Math.log10(Math.max(LEAST_DIFFERENCE, 1 - ssim))

/** Whether the higher of two rungs shows more in any scene. */
function addsTo(lower: Trial, higher: Trial): boolean {
  return higher.some(({ ssim }, scene) => inDb(ssim) - inDb(lower[scene]?.ssim ?? 0) >= NOTICEABLE_DB)
}

function figuresOf(trial: Trial, crf: number, sceneSeconds: number): RungFigures {
  const bytes = trial.reduce((sum, scene) => sum + scene.bytes, 0)
  const ssim = trial.reduce((sum, scene) => sum + scene.ssim, 0) / Math.max(1, trial.length)
  const kbps = (bytes * 8) / 1000 / (sceneSeconds * Math.max(1, trial.length))
  return { crf, kbps: Math.round(kbps * 10) / 10, ssim: Math.round(ssim * 1e5) / 1e5 }
}

/**
 * The rungs of a codec as a choice has them, in their order. What it does not know, or knows with another crf, stays as it is,
 * and where it would leave nothing the lowest stays.
 */
export function followLadder(rungs: readonly Rung[], chosen: readonly ChosenRung[]): readonly Rung[] {
  const followed = rungs.flatMap((rung) => {
    const found = chosen.find(({ name, usual }) => name === rung.name && usual.crf === rung.crf)
    if (!found) return [rung]
    return found.chosen ? [{ ...rung, crf: found.chosen.crf }] : []
  })
  return followed.length > 0 ? followed : rungs.slice(-1)
}

/** Whether rungs came to be by a choice: not where nobody asked it, or where it is of other sizes. */
export function followsLadder(rungs: readonly Rung[], chosen: readonly ChosenRung[]): boolean {
  const has = (name: string, { crf }: RungFigures) =>
    rungs.some((rung) => rung.name === name && rung.crf === crf)
  return chosen.every(({ name, usual, chosen }) => {
    const stays = chosen?.crf === usual.crf
    return (chosen === null || has(name, chosen)) && (stays || !has(name, usual))
  })
}

/** In a sentence or two what a choice saves at which quality, for people. */
export function describeLadder({ rungs, saved, ssim, usualSsim }: LadderChoice, scenes: number): string {
  const where = `${scenes} scenes of ${rungs.length === 1 ? 'one size' : `${rungs.length} sizes`}`
  const frugal = rungs.filter(({ usual, chosen }) => chosen && chosen.crf !== usual.crf)
  const out = rungs.filter(({ chosen }) => chosen === null)
  if (frugal.length + out.length === 0)
    return `Keeps the usual ladder: SSIM ${usualSsim.toFixed(3)}, measured in ${where}.`
  const changes = [
    ...frugal.map(({ name, usual, chosen }) => `${name} crf ${usual.crf} → ${chosen?.crf}`),
    ...out.map(({ name }) => `${name} left out`),
  ]
  const percent = `${Math.round(saved * 100)} %`
  const quality = `SSIM ${ssim.toFixed(3)} against ${usualSsim.toFixed(3)}`
  return `Saves ${percent} of the bytes at ${quality} of the usual ladder, measured in ${where}. ${changes.join(', ')}.`
}
