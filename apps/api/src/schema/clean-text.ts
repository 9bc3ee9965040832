const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** A flag or a family of four is 4 to 11 code units; text beyond this many a grapheme is an attack on the counter. */
const MAX_UNITS_PER_GRAPHEME = 32

/** One line: control characters become spaces, runs of spaces one. PostgreSQL refuses NUL in any text. */
export function cleanLine(text: string): string {
  return wellFormed(text)
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu, ' ')
    .trim()
}

/** Several lines: line ends become \n, other control characters but the tab go. */
export function cleanText(text: string): string {
  return wellFormed(text)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .trim()
}

/** Nothing that could be seen: empty, spaces, or only characters without a shape. */
export function isBlank(text: string): boolean {
  return !/[^\p{Cc}\p{Cf}\p{Z}]/u.test(text)
}

/** Whether text is longer than `max` characters as people count them: 👨‍👩‍👧‍👦 is one. Stops counting at the limit. */
export function graphemesExceed(text: string, max: number): boolean {
  if (text.length <= max) return false
  if (text.length > max * MAX_UNITS_PER_GRAPHEME) return true
  let count = 0
  for (const _ of segmenter.segment(text)) {
    count += 1
    if (count > max) return true
  }
  return false
}

/** Half of a surrogate pair is no character and cannot be stored. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\ufffd')
}
