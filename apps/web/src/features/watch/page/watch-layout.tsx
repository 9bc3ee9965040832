'use client'

import type { VideoStatus, WebVideoFragment } from '@marquee/schema/graphql'
import { type CSSProperties, type ReactNode, useCallback, useState } from 'react'
import { EndsEarlyLine } from '../../../progress/ends-early-line.tsx'
import { ProcessingLine } from '../../../progress/processing-line.tsx'
import { useVideoState } from '../live/use-video-state.ts'
import { Player } from '../player/player.tsx'
import { StagePanel } from './stage-panel.tsx'
import styles from './watch.module.css'

export type WatchLayoutProps = {
  video: WebVideoFragment
  /** Seconds into the film. */
  startAt: number
  details: ReactNode
  next: ReactNode
}

/** Places the stage, the details under it and the next ones beside it; theatre gives the stage the whole width. */
export function WatchLayout({ video, startAt, details, next }: WatchLayoutProps) {
  const { state, progress, renew } = useVideoState(video)
  const [theatre, setTheatre] = useState(false)
  const toggleTheatre = useCallback(() => setTheatre((on) => !on), [])
  const playable = isShown(state.status) && state.playback
  return (
    <div
      className={styles.layout}
      data-theatre={theatre ? '' : undefined}
      data-alone={next ? undefined : ''}
      style={shapeOf(state)}
    >
      <div className={styles.stage} data-video-status={state.status} data-panel={playable ? undefined : ''}>
        {playable && state.playback ? (
          <Player
            key={video.id}
            title={video.title}
            channel={video.channel.name}
            startAt={startAt}
            playback={state.playback}
            captions={state.captions}
            theatre={theatre}
            onTheatre={toggleTheatre}
            onRenew={renew}
          />
        ) : (
          <StagePanel video={video} state={state} progress={progress} />
        )}
      </div>
      <div className={styles.main}>
        {video.viewerCanEdit && state.status === 'PLAYABLE' ? <ProcessingLine progress={progress} /> : null}
        {state.status === 'READY' && state.cut ? <EndsEarlyLine cut={state.cut} /> : null}
        {details}
      </div>
      {next ? <aside className={styles.next}>{next}</aside> : null}
    </div>
  )
}

/** A film that plays and is made once more is processed again: who watches it goes on with what they have. */
function isShown(status: VideoStatus): boolean {
  return status === 'PLAYABLE' || status === 'READY' || status === 'PROCESSING'
}

/** A wide picture shapes the stage; anything narrower than 16:9 stands between dark bars. */
function shapeOf({ width, height }: { width?: number | null; height?: number | null }): CSSProperties {
  const ratio = width && height ? width / height : 16 / 9
  return { '--stage-ratio': Math.min(2.4, Math.max(16 / 9, ratio)).toFixed(4) } as CSSProperties
}
