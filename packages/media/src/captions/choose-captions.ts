import { captionLanguage, UNKNOWN_LANGUAGE } from './caption-language.ts'

/** A track of text as its container describes it. */
export interface TextTrack {
  /** ffmpeg's stream index. */
  readonly index: number
  /** As the container says; null where it does not. */
  readonly language: string | null
  /** Only what is foreign to the film's own language is translated. */
  readonly forced: boolean
}

export interface ChosenCaption {
  readonly index: number
  /** BCP 47. */
  readonly language: string
}

/** As many as a menu can show. */
export const MAX_CAPTIONS = 50

/** One track for each language: the first that is whole, since a forced one leaves out most of what is said. */
export function chooseCaptions(tracks: readonly TextTrack[]): readonly ChosenCaption[] {
  const chosen = new Map<string, number>()
  for (const { index, language } of [...tracks].sort((a, b) => Number(a.forced) - Number(b.forced))) {
    const tag = captionLanguage(language ?? UNKNOWN_LANGUAGE) ?? UNKNOWN_LANGUAGE
    if (!chosen.has(tag)) chosen.set(tag, index)
  }
  return [...chosen].map(([language, index]) => ({ index, language })).slice(0, MAX_CAPTIONS)
}
