'use client'

import type { StudioVideoPageFragment } from '@marquee/schema/graphql'
import { Button, Thumbnail } from '@marquee/ui'
import { Link2, Play, Trash2 } from '@marquee/ui/icons'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useRef } from 'react'
import { markOf } from '../../../progress/live-progress.ts'
import { watchPath } from '../../../shell/paths.ts'
import { CaptionsPanel } from '../captions/captions-panel.tsx'
import { useDeletions } from '../deletion/deletion-provider.tsx'
import { useThumbnailEditing } from '../thumbnail/use-thumbnail-editing.ts'
import type { UploadActivity } from '../upload-activity.ts'
import { useCopyLink } from '../use-copy-link.ts'
import { DetailsForm } from './details-form.tsx'
import { Facts } from './facts.tsx'
import { Happening } from './happening.tsx'
import { Making } from './making.tsx'
import type { PickUpload } from './pick-upload.ts'
import { useDetailsEditing } from './use-details-editing.ts'
import { useStudioVideo } from './use-studio-video.ts'
import styles from './video-studio.module.css'

type StudioProps = {
  first: StudioVideoPageFragment
  activity: UploadActivity | undefined
  pickUpload: PickUpload
}

/** One video: what is becoming of it, and what its creator says of it. */
export function VideoStudio({ first, activity, pickUpload }: StudioProps) {
  const t = useTranslations('studio.video')
  const locale = useLocale()
  const router = useRouter()
  const copy = useCopyLink()
  const { remove } = useDeletions()
  const { video, progress, replace } = useStudioVideo(first, activity)
  const editing = useDetailsEditing(video.id, video)
  const aside = useRef<HTMLElement>(null)
  const pictures = useThumbnailEditing(video, replace)
  const status = progress?.status ?? video.status
  const watchable = status === 'PLAYABLE' || status === 'READY'
  const picture = (
    <Thumbnail src={video.thumbnail} durationMs={video.durationMs} locale={locale} eager>
      {watchable ? (
        <span className={styles.play}>
          <Play size={28} fill="currentColor" aria-hidden="true" />
        </span>
      ) : null}
    </Thumbnail>
  )
  return (
    <article className={styles.studio}>
      <header className={styles.head}>
        <h1 className={styles.title}>
          <span className="mq-clamp-2">{editing.shown.title}</span>
        </h1>
        <div className={styles.actions}>
          {watchable ? (
            <Button
              as={Link}
              href={watchPath(video.id)}
              tone="line"
              icon={<Play size={18} aria-hidden="true" />}
            >
              {t('watch')}
            </Button>
          ) : null}
          <Button tone="quiet" icon={<Link2 size={18} aria-hidden="true" />} onClick={() => copy(video.id)}>
            {t('copyLink')}
          </Button>
          <Button
            tone="quiet"
            icon={<Trash2 size={18} aria-hidden="true" />}
            onClick={() => {
              remove([video.id])
              router.push('/studio')
            }}
          >
            {t('delete')}
          </Button>
        </div>
      </header>
      <aside ref={aside} tabIndex={-1} className={styles.aside} aria-label={t('about')}>
        {watchable ? (
          // The button above is the same way for keyboards and screen readers.
          <Link href={watchPath(video.id)} tabIndex={-1} aria-hidden="true">
            {picture}
          </Link>
        ) : (
          picture
        )}
        <Happening
          video={video}
          progress={progress}
          activity={activity}
          pickUpload={pickUpload}
          onReplace={(next) => {
            replace(next)
            // What was pressed is gone with what failed.
            aside.current?.focus()
          }}
        />
      </aside>
      <div className={styles.form}>
        <DetailsForm editing={editing} pictures={pictures} />
        <CaptionsPanel videoId={video.id} mark={progress ? markOf(progress) : null} />
      </div>
      <div className={styles.facts}>
        <Facts video={video} progress={progress} />
      </div>
      <Making progress={progress} />
    </article>
  )
}
