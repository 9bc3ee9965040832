'use client'

import type { Visibility } from '@marquee/schema/graphql'
import { IconButton, Menu, MenuItem, MenuLine } from '@marquee/ui'
import { Check, Ellipsis, Link2, Pencil, Play, RotateCcw, Trash2 } from '@marquee/ui/icons'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { LiveProgress } from '../../../progress/live-progress.ts'
import { watchPath } from '../../../shell/paths.ts'
import { useCopyLink } from '../use-copy-link.ts'
import { useRetryVideo } from '../use-retry-video.ts'
import { VISIBILITIES, VisibilityIcon } from '../visibility.tsx'
import type { StudioVideo } from './list-state.ts'
import styles from './video-list.module.css'

type VisibilityMenuProps = {
  video: StudioVideo
  onVisibility: (ids: readonly string[], visibility: Visibility) => void
}

/** Who may watch, and with a press who shall. */
export function VisibilityMenu({ video, onVisibility }: VisibilityMenuProps) {
  const t = useTranslations('studio.visibility')
  return (
    <Menu
      align="start"
      trigger={(wiring) => (
        <button
          {...wiring}
          type="button"
          className={styles.visibilityButton}
          aria-label={t('of', { title: video.title, visibility: t(video.visibility) })}
        >
          <VisibilityIcon of={video.visibility} />
          {t(video.visibility)}
        </button>
      )}
    >
      {VISIBILITIES.map((visibility) => (
        <MenuItem
          key={visibility}
          checked={video.visibility === visibility}
          icon={<VisibilityIcon of={visibility} />}
          note={video.visibility === visibility ? <Check size={16} aria-hidden="true" /> : null}
          onSelect={() => onVisibility([video.id], visibility)}
        >
          {t(visibility)}
        </MenuItem>
      ))}
    </Menu>
  )
}

type RowMenuProps = {
  video: StudioVideo
  href: string
  progress: LiveProgress | null
  onRemove: (ids: readonly string[]) => void
  onMoved: (id: string) => void
}

/** What else can be done with a video. */
export function RowMenu({ video, href, progress, onRemove, onMoved }: RowMenuProps) {
  const t = useTranslations('studio.list')
  const copy = useCopyLink()
  const retry = useRetryVideo()
  const status = progress?.status ?? video.status
  const failure = progress?.failure ?? video.failure
  return (
    <Menu
      trigger={(wiring) => (
        <IconButton {...wiring} size="small" label={t('menu', { title: video.title })}>
          <Ellipsis size={18} aria-hidden="true" />
        </IconButton>
      )}
    >
      {status === 'PLAYABLE' || status === 'READY' ? (
        <MenuItem as={Link} href={watchPath(video.id)} icon={<Play size={16} />}>
          {t('watch')}
        </MenuItem>
      ) : null}
      {status === 'FAILED' && failure?.retryable ? (
        <MenuItem
          icon={<RotateCcw size={16} />}
          onSelect={() => void retry(video.id).then(() => onMoved(video.id))}
        >
          {t('again')}
        </MenuItem>
      ) : null}
      <MenuItem as={Link} href={href} icon={<Pencil size={16} />}>
        {t('edit')}
      </MenuItem>
      <MenuItem icon={<Link2 size={16} />} onSelect={() => copy(video.id)}>
        {t('copyLink')}
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<Trash2 size={16} />} onSelect={() => onRemove([video.id])}>
        {t('delete')}
      </MenuItem>
    </Menu>
  )
}
