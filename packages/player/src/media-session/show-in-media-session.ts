/** What the lock screen, the media keys' panel and a headset say about a film. */
export type FilmCard = {
  title: string
  /** Whose it is. */
  artist: string
  /** Address of its picture. */
  poster: string | null
}

/** A headset's step where it names none, seconds. */
const STEP_S = 10

/**
 * Puts a film into the platform's media controls (W3C Media Session) and obeys them, until the returned function is called.
 */
export function showInMediaSession(
  media: HTMLMediaElement,
  session: MediaSession,
  { title, artist, poster }: FilmCard,
): () => void {
  session.metadata = new MediaMetadata({ title, artist, artwork: poster ? [{ src: poster }] : [] })
  const handlers = handlersOf(media)
  for (const [action, handler] of handlers) session.setActionHandler(action, handler)

  const tellPosition = () => session.setPositionState(positionOf(media))
  for (const name of POSITION_EVENTS) media.addEventListener(name, tellPosition)
  tellPosition()

  return () => {
    for (const name of POSITION_EVENTS) media.removeEventListener(name, tellPosition)
    for (const [action] of handlers) session.setActionHandler(action, null)
    session.setPositionState()
    session.metadata = null
  }
}

/** The platform counts on by itself; these are where its count would go wrong. */
const POSITION_EVENTS = ['durationchange', 'seeked', 'ratechange', 'play', 'pause', 'emptied'] as const

function handlersOf(media: HTMLMediaElement): [MediaSessionAction, MediaSessionActionHandler][] {
  const seek = (seconds: number) => {
    media.currentTime = Math.max(0, Math.min(seconds, endOf(media)))
  }
  return [
    // A refusal is the browser's to show: it asked.
    ['play', () => void media.play().catch(() => {})],
    ['pause', () => media.pause()],
    ['seekbackward', ({ seekOffset }) => seek(media.currentTime - (seekOffset ?? STEP_S))],
    ['seekforward', ({ seekOffset }) => seek(media.currentTime + (seekOffset ?? STEP_S))],
    ['seekto', ({ seekTime }) => seek(seekTime ?? media.currentTime)],
  ]
}

/** Undefined, which clears it, while there is no film: a position behind the duration is refused with a TypeError. */
function positionOf(media: HTMLMediaElement): MediaPositionState | undefined {
  const { duration, currentTime, playbackRate } = media
  if (!(duration > 0) || playbackRate === 0) return undefined
  return { duration, playbackRate, position: Math.min(currentTime, duration) }
}

function endOf({ duration }: HTMLMediaElement): number {
  return Number.isFinite(duration) ? duration : Number.POSITIVE_INFINITY
}
