'use client'

import { Upload } from '@marquee/ui/icons'
import { useTranslations } from 'next-intl'
import { VideoList, type VideoListProps } from '../../features/studio/videos/video-list.tsx'
import { PickButton } from '../../features/uploads/drop/pick-button.tsx'
import { useQueueState } from '../../features/uploads/upload-queue-provider.tsx'
import { useAddFiles } from './use-add-files.ts'

/** The list beside the queue: a row shows its upload, an empty list takes the first file. */
export function StudioVideos(props: Pick<VideoListProps, 'first' | 'now'>) {
  const t = useTranslations('studio.frame')
  const { items } = useQueueState()
  const addFiles = useAddFiles()
  return (
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
  )
}
