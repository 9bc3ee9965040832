import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCaptions } from './read-captions.ts'
import { writeVtt } from './write-vtt.ts'

/** The file as WebVTT without its first line; or where and why it is none. */
function converted(text: string): string {
  const read = readCaptions(text)
  return read.ok ? writeVtt(read.cues).slice(8) : `${read.problem.line}: ${read.problem.reason}`
}

const TIME_EXPECTED = 'a time such as 00:01:02,345 --> 00:01:04,000 is expected here'

describe('readCaptions', () => {
  it('reads SubRip', () => {
    const srt =
      '\uFEFF1\r\n00:00:01,000 --> 00:00:02,500\r\nHello\r\n<i>there</i>\r\n\r\n2\r\n01:00:03,4 --> 01:00:05,000\r\n안녕하세요\r\n'
    expect(converted(srt)).toBe(
      '00:00:01.000 --> 00:00:02.500\nHello\n<i>there</i>\n\n01:00:03.400 --> 01:00:05.000\n안녕하세요\n',
    )
  })

  it('reads WebVTT, and leaves out notes, looks and names', () => {
    const vtt =
      'WEBVTT - a film\nX: y\n\nNOTE nothing\nto see\n\nSTYLE\n::cue { color: red }\n\nfirst\n00:01.000 --> 00:02.000 align:start region:a line:0\n<v Ada>Hi</v> <c.loud>you</c>\n'
    expect(converted(vtt)).toBe('00:00:01.000 --> 00:00:02.000 align:start line:0\nHi you\n')
  })

  it('sorts what does not come in its order, and leaves out what says nothing', () => {
    const srt =
      '00:00:05,000 --> 00:00:06,000\nlater\n\n00:00:01,000 --> 00:00:02,000\nsooner\n\n00:00:03,000 --> 00:00:04,000\n\n00:00:07,000 --> 00:00:07,000\nnever\n'
    expect(converted(srt)).toBe(
      '00:00:01.000 --> 00:00:02.000\nsooner\n\n00:00:05.000 --> 00:00:06.000\nlater\n',
    )
  })

  it.each([
    ['nothing', '', '1: the file holds no captions'],
    ['a head alone', 'WEBVTT\n\nNOTE later', '1: the file holds no captions'],
    ['prose', 'It was a dark and stormy night.', `1: ${TIME_EXPECTED}`],
    ['a page', '<!doctype html>\n<script>alert(1)</script>', `2: ${TIME_EXPECTED}`],
    ['a time that is none', '1\n00:00:01,000 -> 00:00:02,000\nx', `2: ${TIME_EXPECTED}`],
    ['a minute of 61', '1\n00:61:01,000 --> 00:62:02,000\nx', `2: ${TIME_EXPECTED}`],
    ['text behind a blank line', '1\n00:00:01,000 --> 00:00:02,000\nx\n\nstray', `5: ${TIME_EXPECTED}`],
    [
      'an end before its start',
      '1\n00:00:03,000 --> 00:00:02,000\nx',
      '2: this caption ends before it starts',
    ],
    [
      'a novel',
      `1\n00:00:01,000 --> 00:00:02,000\n${'x'.repeat(1001)}`,
      '3: this caption is longer than 1,000 characters',
    ],
    [
      'more than can be read',
      '00:01.0 --> 00:02.0\nx\n\n'.repeat(20_001),
      '1: the file holds more than 20,000 captions',
    ],
  ])('refuses %s', (_, text, problem) => {
    expect(converted(text)).toBe(problem)
  })

  it.each([
    ['Tom & Jerry &amp; &bogus; &nbsp;', 'Tom &amp; Jerry &amp; &amp;bogus; &nbsp;'],
    ['3 < 4 > 2 --> 1', '3 &lt; 4 &gt; 2 --&gt; 1'],
    ['<script>alert(1)</script>', 'alert(1)'],
    ['<img src=x onerror=alert(1)>x', 'x'],
    ['<b onclick="x()">bold</b>', '<b>bold</b>'],
    ['<font color="red"><B>a</font></B>', '<b>a</b>'],
    ['<b><i>both</b>', '<b><i>both</i></b>'],
    ['left open <u>', 'left open <u></u>'],
    ['</i>never opened', 'never opened'],
    ['{\\an8}at the top', 'at the top'],
    ['{\\a{\\b}}{<q>\\a}at the top', 'at the top'],
    ['<00:00:01.500>by and by', 'by and by'],
    ['<<b>>', '&lt;<b>&gt;</b>'],
  ])('makes of «%s» what players may draw', (line, payload) => {
    expect(converted(`00:01.000 --> 00:02.000\n${line}`)).toBe(`00:00:01.000 --> 00:00:02.000\n${payload}\n`)
  })

  it('writes what it reads the same again, whatever is in it', () => {
    const anything = fc
      .string({ unit: 'grapheme' })
      .map((text) => text.replaceAll(/[\r\n\u2028\u2029\0]/g, ' '))
    const markup = fc.string({ unit: fc.constantFrom(...'<>/&;{}\\biq 1') })
    const line = fc.oneof(anything, markup)
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), (lines) => {
        const once = readCaptions(`00:01.000 --> 00:02.000\n${lines.join('\n')}`)
        if (!once.ok) return
        const again = readCaptions(writeVtt(once.cues))
        expect(again).toEqual(once)
        for (const { text } of once.cues)
          expect(text.replaceAll(/<\/?(?:b|i|u|ruby|rt)>/g, '')).not.toMatch(/[<>]/)
      }),
    )
  })
})
