import { fileNameOf } from './file-name.ts'

/** A file that somebody keeps. */
export interface Attachment {
  /** Of any kind: what is no name of a file is left out of it. */
  readonly title: string
  /** `mp4`; empty where it has none. */
  readonly extension: string
}

/**
 * Content-Disposition that has a browser keep what it gets as a file. The name comes twice (RFC 6266 appendix D): in ASCII
 * for what knows no better, and in UTF-8 (RFC 8187), which the others take.
 */
export function attachment({ title, extension }: Attachment): string {
  const name = extension === '' ? fileNameOf(title) : `${fileNameOf(title)}.${extension}`
  return `attachment; filename="${name.replace(/[^ -~]+/g, '_')}"; filename*=UTF-8''${extended(name)}`
}

/** RFC 8187 section 3.2.1: of what encodeURIComponent leaves, these four are no attr-char. */
function extended(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
