'use client'

import { Upload } from '@marquee/ui/icons'
import { PipelinesPage, type PipelinesProps } from '../../../../features/studio/pipelines/pipelines-page.tsx'
import { PickButton } from '../../../../features/uploads/drop/pick-button.tsx'
import { useAddFiles } from '../../use-add-files.ts'

/** The choice beside the queue: a file may be sent through the pipeline that is looked at. */
export function StudioPipelines(props: Omit<PipelinesProps, 'uploadButton'>) {
  const addFiles = useAddFiles()
  return (
    <PipelinesPage
      {...props}
      uploadButton={(words, pipeline) => (
        <PickButton
          tone="line"
          icon={<Upload size={18} aria-hidden="true" />}
          onFiles={(files) => addFiles({ files, details: { pipeline } })}
        >
          {words}
        </PickButton>
      )}
    />
  )
}
