import { cleanLine, cleanText, graphemesExceed, isBlank, type UserError, userError } from '../schema/index.ts'

const MAX_TITLE = 100
const MAX_DESCRIPTION = 5_000

export interface VideoDetails {
  readonly title?: string
  readonly description?: string
}

/** Texts as they will be stored, and what is wrong with them; what was not given stays out. */
export function judgeDetails(input: {
  readonly title?: string | null | undefined
  readonly description?: string | null | undefined
}): { details: VideoDetails; errors: UserError[] } {
  const title = typeof input.title === 'string' ? cleanLine(input.title) : undefined
  const description = typeof input.description === 'string' ? cleanText(input.description) : undefined
  const errors: UserError[] = []
  if (title !== undefined && isBlank(title)) errors.push(userError('TITLE_REQUIRED', 'title'))
  if (title !== undefined && graphemesExceed(title, MAX_TITLE))
    errors.push(userError('TITLE_TOO_LONG', 'title'))
  if (description !== undefined && graphemesExceed(description, MAX_DESCRIPTION))
    errors.push(userError('DESCRIPTION_TOO_LONG', 'description'))
  const details = {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  }
  return { details, errors }
}

/** A title for a file that came without one: its name without the extension, cut to fit. */
export function titleFromFileName(fileName: string): string {
  const stem = cleanLine(fileName.replace(/\.[^.]{1,8}$/, '').replaceAll(/[_]+/g, ' '))
  if (isBlank(stem)) return 'Untitled'
  if (!graphemesExceed(stem, MAX_TITLE)) return stem
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(
    stem.slice(0, MAX_TITLE * 32),
  )
  return Array.from(graphemes, ({ segment }) => segment)
    .slice(0, MAX_TITLE)
    .join('')
    .trim()
}
