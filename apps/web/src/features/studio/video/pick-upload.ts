import type { ReactNode } from 'react'
import type { Details } from './details.ts'

/** What the page can hand to the upload queue: this video's own file again, or a corrected one as a new video. */
export type PickUpload = (
  words: ReactNode,
  how: { resumeUploadId: string } | { details: Details },
) => ReactNode
