import type { DetailedHTMLProps, HTMLAttributes } from 'react'

type MediaElementProps = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & {
  /** Media Chrome reads attributes; React writes them as they are. */
  [attribute: string]: unknown
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'media-controller': MediaElementProps
      'media-control-bar': MediaElementProps
      'media-time-range': MediaElementProps
      'media-volume-range': MediaElementProps
      'media-time-display': MediaElementProps
      'media-play-button': MediaElementProps
      'media-mute-button': MediaElementProps
      'media-pip-button': MediaElementProps
      'media-fullscreen-button': MediaElementProps
      'media-loading-indicator': MediaElementProps
      'media-preview-thumbnail': MediaElementProps
      'media-preview-time-display': MediaElementProps
    }
  }
}
