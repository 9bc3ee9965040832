import type { Rational } from './source-facts.ts'

/** `numerator/denominator` in lowest terms. Both must be positive integers. */
export function rational(numerator: number, denominator: number): Rational {
  const divisor = greatestCommonDivisor(numerator, denominator)
  return { numerator: numerator / divisor, denominator: denominator / divisor }
}

/** Reads `30000/1001` or `16:9`; null for anything that is not a positive fraction. */
export function parseRational(text: string | undefined): Rational | null {
  const match = /^(\d+)[/:](\d+)$/.exec(text ?? '')
  const numerator = Number(match?.[1])
  const denominator = Number(match?.[2])
  return numerator > 0 && denominator > 0 ? rational(numerator, denominator) : null
}

export function toNumber({ numerator, denominator }: Rational): number {
  return numerator / denominator
}

/** The form that ffmpeg's options take. */
export function formatRational({ numerator, denominator }: Rational): string {
  return `${numerator}/${denominator}`
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
