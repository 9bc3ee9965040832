'use client'

import { Upload } from '@marquee/ui/icons'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { useDeletions } from '../../features/studio/deletion/deletion-provider.tsx'
import { VideoList, type VideoListProps } from '../../features/studio/videos/video-list.tsx'
import { PickButton } from '../../features/uploads/drop/pick-button.tsx'
import { UnfinishedUploads } from '../../features/uploads/resume/unfinished-uploads.tsx'
import { useQueueState } from '../../features/uploads/upload-queue-provider.tsx'
import { useAddFiles } from './use-add-files.ts'

/** The list beside the queue: a row shows its upload, an empty list takes the first file, and what stopped goes on. */
export function StudioVideos(props: Pick<VideoListProps, 'first' | 'now'>) {
  const t = useTranslations('studio.frame')
  const { items } = useQueueState()
  const addFiles = useAddFiles()
  const { hidden, remove } = useDeletions()
  const resume = useCallback(
    (file: File, resumeUploadId: string) => addFiles({ files: [file], resumeUploadId }),
    [addFiles],
  )
  return (
    <>
      <UnfinishedUploads onResume={resume} onDiscard={(videoId) => remove([videoId])} hidden={hidden} />
      <VideoList
        {...props}
        activities={items}
        uploadButton={
          <PickButton
            tone="bulb"
            size="large"
            icon={<Upload size={20} aria-hidden="true" />}
            onFiles={(files) => addFiles({ files })}
          >
            {t('chooseFiles')}
          </PickButton>
        }
      />
    </>
  )
}
