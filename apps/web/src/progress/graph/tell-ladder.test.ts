import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createTranslator } from 'next-intl'
import { expect, it } from 'vitest'
import { LOCALES } from '../../i18n/locales.ts'
import { tellLadder } from './tell-ladder.ts'

type Ladder = Parameters<typeof tellLadder>[0]

const folder = path.resolve(import.meta.dirname, '../../../messages')

function told(ladder: Ladder, locale = 'en'): string {
  const messages = JSON.parse(readFileSync(path.join(folder, `${locale}.json`), 'utf8'))
  const say = createTranslator({ locale, messages, namespace: 'progress.ladder' })
  return tellLadder(ladder, say, locale)
    .join(' ')
    .replaceAll(/[\u2068\u2069]/g, '')
}

const usual = (kbps: number) => ({ crf: 23, kbps })
const fewer = (kbps: number) => ({ crf: 26, kbps })

const MEASURED: Ladder = {
  ...{ scenes: 3, unmeasured: null, saved: 0.349, followed: true, ssim: 0.9981, usualSsim: 0.9992 },
  sizes: [
    { name: '1080p', usual: usual(4200), chosen: fewer(2900) },
    { name: '720p', usual: usual(2100), chosen: null },
    { name: '480p', usual: usual(640), chosen: usual(640) },
  ],
}
const AS_USUAL: Ladder = {
  ...MEASURED,
  saved: 0,
  ssim: 0.982,
  usualSsim: 0.982,
  sizes: MEASURED.sizes.slice(2),
}
const UNMEASURED: Ladder = {
  ...{
    scenes: 0,
    unmeasured: 'TOO_SHORT',
    saved: null,
    followed: null,
    ssim: null,
    usualSsim: null,
    sizes: [],
  },
}

it.each<[string, Ladder, string]>([
  [
    'what is saved at which likeness, and which sizes are others',
    MEASURED,
    'This video takes about 35% less data than usual. Likeness to your file (SSIM), measured in 3 scenes: about 0.998 instead of 0.999. ' +
      'Fewer bits: 1080p (about 2.9 Mb/s instead of 4.2 Mb/s). Left out, since the next smaller size shows as much: 720p.',
  ],
  [
    'that nothing is saved where fewer bits came to more bytes',
    { ...MEASURED, saved: -0.02, sizes: MEASURED.sizes.slice(0, 1) },
    'This video takes about as much data as usual. Likeness to your file (SSIM), measured in 3 scenes: about 0.998 instead of 0.999. ' +
      'Fewer bits: 1080p (about 2.9 Mb/s instead of 4.2 Mb/s).',
  ],
  [
    'that a measured film stays as usual',
    { ...AS_USUAL, scenes: 1 },
    'This video takes as much data as usual: measuring found nothing to save. Likeness to your file (SSIM), measured in 1 scene: about 0.982.',
  ],
  [
    'what would have been saved where its pipeline did not follow it',
    { ...MEASURED, followed: false },
    'This video would take about 35% less data than usual if its pipeline followed what was measured in 3 scenes.',
  ],
  ['nothing where that would have been nothing', { ...AS_USUAL, followed: false }, ''],
  ['nothing while nobody knows whether it is followed', { ...MEASURED, followed: null }, ''],
  [
    'why a film was not measured',
    UNMEASURED,
    'This video takes as much data as usual: it is so short that measuring it would cost more than it saves.',
  ],
  [
    'as much of one whose worker gave no reason',
    { ...UNMEASURED, unmeasured: null },
    'This video takes as much data as usual: it was not measured.',
  ],
])('tellLadder tells %s', (_, ladder, words) => {
  expect(told(ladder)).toBe(words)
})

it('has figures in the reader’s own way', () => {
  expect(told(MEASURED, 'de')).toContain('gemessen in 3 Szenen: etwa 0,998 statt 0,999')
  expect(told(MEASURED, 'ko')).toContain('1080p(4.2Mb/s 대신 약 2.9Mb/s)')
})

it.each(LOCALES.map(({ code }) => code))('says all of it in %s', (code) => {
  const followed = false
  for (const ladder of [MEASURED, AS_USUAL, UNMEASURED, { ...MEASURED, followed }])
    expect(told(ladder, code)).not.toContain('progress.')
})
