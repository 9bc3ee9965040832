/** A text right in a revision's folder. */
export interface StreamFile {
  /** `videos/<video>/<revision>` */
  readonly folder: string
  /** `master.m3u8`, `720p.m3u8`, `manifest.mpd` */
  readonly name: string
}

const STREAM_FILE = /^(videos\/[^/]+\/[^/]+)\/([^/]+\.(?:m3u8|mpd))$/

/** Null for a key that no text of a growing revision has. */
export function streamFileOf(key: string): StreamFile | null {
  const [, folder, name] = STREAM_FILE.exec(key) ?? []
  return folder && name ? { folder, name } : null
}
