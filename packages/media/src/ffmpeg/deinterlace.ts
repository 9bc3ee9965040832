import type { VideoFacts } from '../source/source-facts.ts'

/** A filter, with the comma after it, that makes whole pictures of fields; frames that are whole already pass. */
export function deinterlace({ fieldOrder }: Pick<VideoFacts, 'fieldOrder'>): string {
  return fieldOrder === 'interlaced' ? 'yadif=mode=send_frame:deint=interlaced,' : ''
}
