import { formatBitrate, formatPercent } from '@marquee/ui'
import type { useTranslations } from 'next-intl'
import { isolate } from '../../i18n/isolate.ts'
import type { RunStep } from './run-step.ts'

type Ladder = NonNullable<RunStep['ladder']>
type Size = Ladder['sizes'][number]
type Say = ReturnType<typeof useTranslations<'progress.ladder'>>

/** Figures of a measured film are worth three digits; two would make most films alike. */
const SSIM_DIGITS = { minimumFractionDigits: 3, maximumFractionDigits: 3 }

/**
 * What measuring a film came to, a sentence each: what it saves at which likeness, which sizes changed, or why it is made as usual.
 * Of a film that is made otherwise only what would have been saved, and nothing while that is not settled.
 */
export function tellLadder(ladder: Ladder, say: Say, locale: string): readonly string[] {
  const { saved, followed, ssim, usualSsim, scenes, unmeasured } = ladder
  if (saved === null || ssim === null || usualSsim === null)
    return [say(`unmeasured.${unmeasured ?? 'other'}`)]
  const percent = formatPercent(saved, locale)
  if (!followed)
    return followed === false && isPercent(saved) ? [say('wouldSave', { saved: percent, scenes })] : []
  const figure = (value: number) => new Intl.NumberFormat(locale, SSIM_DIGITS).format(value)
  const changes = tellSizes(ladder.sizes, say, locale)
  if (changes.length === 0) return [say('kept'), say('likenessKept', { ssim: figure(usualSsim), scenes })]
  return [
    isPercent(saved) ? say('saved', { saved: percent }) : say('same'),
    say('likeness', { ssim: figure(ssim), usual: figure(usualSsim), scenes }),
    ...changes,
  ]
}

/** Less would read as nothing at all; fewer bits allowed may even come to more bytes. */
const isPercent = (share: number) => Math.round(share * 100) >= 1

function tellSizes(sizes: readonly Size[], say: Say, locale: string): readonly string[] {
  const list = (names: readonly string[]) =>
    new Intl.ListFormat(locale, { type: 'conjunction' }).format(names)
  const rate = (kbps: number) => formatBitrate(kbps * 1000, locale)
  const fewer = sizes.flatMap(({ name, usual, chosen }) =>
    chosen && chosen.crf !== usual.crf
      ? [say('fewerBitsOf', { name: isolate(name), chosen: rate(chosen.kbps), usual: rate(usual.kbps) })]
      : [],
  )
  const out = sizes.flatMap(({ name, chosen }) => (chosen ? [] : [isolate(name)]))
  return [
    ...(fewer.length > 0 ? [say('fewerBits', { list: list(fewer) })] : []),
    ...(out.length > 0 ? [say('leftOut', { list: list(out) })] : []),
  ]
}
