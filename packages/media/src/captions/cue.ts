/** A caption: when it is shown, and what it says. */
export interface Cue {
  readonly startMs: number
  readonly endMs: number
  /** A WebVTT cue payload (W3C WebVTT §3.2): escaped, with none but {@link payloadOf}'s tags. */
  readonly text: string
  /** WebVTT cue settings such as `line:0 align:start`; empty where it stands where captions stand. */
  readonly settings: string
}

/** Why a file is no captions, and where: lines are counted from 1. */
export interface CaptionProblem {
  readonly line: number
  readonly reason: CaptionProblemReason
}

/** As sentences in English; for people they are translated by the code of the error that carries them. */
export type CaptionProblemReason =
  | 'a time such as 00:01:02,345 --> 00:01:04,000 is expected here'
  | 'this caption ends before it starts'
  | 'this caption is longer than 1,000 characters'
  | 'the file holds no captions'
  | 'the file holds more than 20,000 captions'

export type ReadCaptions =
  | { readonly ok: true; readonly cues: readonly Cue[] }
  | { readonly ok: false; readonly problem: CaptionProblem }
