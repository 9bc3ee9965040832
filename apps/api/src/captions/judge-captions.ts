import { type Cue, captionLanguage, readCaptions } from '@marquee/media'
import { cleanLine, graphemesExceed, type UserError, userError } from '../schema/index.ts'

export interface CaptionsInput {
  readonly language: string
  readonly label?: string | null | undefined
  readonly content: string
}

/** What may be stored, or why it may not: `line` is where a file is none, counted from 1. */
export type JudgedCaptions =
  | { readonly ok: true; readonly language: string; readonly label: string; readonly cues: readonly Cue[] }
  | { readonly ok: false; readonly errors: readonly UserError[]; readonly line: number | null }

/** Bytes of UTF-8. Two hours of dense talk are 150 kB; a request may have 262,144 bytes in all. */
const MAX_CONTENT = 200_000
const MAX_LABEL = 50

/** What a decoder that was told another encoding leaves behind, and what no text has. */
const NOT_TEXT = /[\0\uFFFD]/

export function judgeCaptions({ language, label, content }: CaptionsInput): JudgedCaptions {
  const tag = captionLanguage(language)
  const name = cleanLine(label ?? '')
  const errors = [
    ...(tag === null ? [userError('CAPTION_LANGUAGE_INVALID', 'language')] : []),
    ...(graphemesExceed(name, MAX_LABEL) ? [userError('NAME_TOO_LONG', 'label')] : []),
    ...judgeText(content),
  ]
  if (errors.length > 0 || tag === null) return { ok: false, errors, line: null }
  const read = readCaptions(content)
  if (read.ok) return { ok: true, language: tag, label: name, cues: read.cues }
  const { line, reason } = read.problem
  const error = userError('CAPTION_FILE_INVALID', 'content', `Line ${line}: ${reason}.`)
  return { ok: false, errors: [error], line }
}

function judgeText(content: string): readonly UserError[] {
  if (Buffer.byteLength(content) > MAX_CONTENT) return [userError('CAPTION_FILE_TOO_LARGE', 'content')]
  return NOT_TEXT.test(content) ? [userError('CAPTION_FILE_NOT_TEXT', 'content')] : []
}
