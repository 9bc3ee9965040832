'use client'

import type { StudioVideoPageFragment } from '@marquee/schema/graphql'
import { Upload } from '@marquee/ui/icons'
import { useRouter } from 'next/navigation'
import { VideoStudio } from '../../../../features/studio/video/video-studio.tsx'
import { PickButton } from '../../../../features/uploads/drop/pick-button.tsx'
import { useQueueState } from '../../../../features/uploads/upload-queue-provider.tsx'
import { useAddFiles } from '../../use-add-files.ts'

/** A video's page beside the queue: it shows its own upload, and can ask for its file again. */
export function StudioVideo({ first }: { first: StudioVideoPageFragment }) {
  const { items } = useQueueState()
  const addFiles = useAddFiles()
  const router = useRouter()
  return (
    <VideoStudio
      first={first}
      activity={items.findLast((item) => item.videoId === first.id)}
      pickUpload={(words, how) => (
        <PickButton
          single
          size="small"
          tone="bulb"
          icon={<Upload size={16} aria-hidden="true" />}
          onFiles={(files) => {
            addFiles({ files, ...how })
            // A corrected file is a new video: it comes up in the list.
            if ('details' in how) router.push('/studio')
          }}
        >
          {words}
        </PickButton>
      )}
    />
  )
}
