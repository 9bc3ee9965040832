import { describe, expect, it } from 'vitest'
import { captionLanguage } from './caption-language.ts'
import { createTextTrackReader, extractCaptionsArguments, textTrackArguments } from './captions-arguments.ts'
import { chooseCaptions } from './choose-captions.ts'

describe('captionLanguage', () => {
  it.each([
    ['eng', 'en'],
    ['ger', 'de'],
    ['kor', 'ko'],
    ['PT-br', 'pt-BR'],
    ['zh-hant-hk', 'zh-Hant-HK'],
    ['und', 'und'],
    ['', null],
    ['english (us)', null],
    ['x'.repeat(10_000), null],
  ])('%s is %s', (text, tag) => {
    expect(captionLanguage(text)).toBe(tag)
  })
})

describe('chooseCaptions', () => {
  it('takes one track a language, whole ones first', () => {
    const track = (index: number, language: string | null, forced = false) => ({ index, language, forced })
    expect(
      chooseCaptions([
        track(2, 'eng', true),
        track(3, 'eng'),
        track(4, 'en'),
        track(5, null),
        track(6, 'fre', true),
        track(7, 'not a language'),
      ]),
    ).toEqual([
      { index: 3, language: 'en' },
      { index: 5, language: 'und' },
      { index: 6, language: 'fr' },
    ])
  })
})

describe('createTextTrackReader', () => {
  it('reads what ffprobe prints of each', () => {
    const reader = createTextTrackReader()
    const lines =
      '[STREAM]|index=2|DISPOSITION:forced=0|TAG:language=eng|[/STREAM]|[STREAM]|index=4|DISPOSITION:forced=1|[/STREAM]'
    for (const line of lines.split('|')) reader.read(line)
    expect(reader.tracks).toEqual([
      { index: 2, language: 'eng', forced: false },
      { index: 4, language: null, forced: true },
    ])
  })
})

describe('captions of a file', () => {
  it('are read by guarded programs', () => {
    for (const args of [
      textTrackArguments('source'),
      extractCaptionsArguments('source', [{ index: 3, language: 'en' }]),
    ])
      expect(args.join(' ')).toContain('-protocol_whitelist file -format_whitelist mov,matroska')
    expect(
      extractCaptionsArguments('source', [{ index: 3, language: 'en' }])
        .slice(-7)
        .join(' '),
    ).toBe('-map 0:3 -c:s webvtt -f webvtt caption-3.vtt')
  })
})
