/**
 * Folder of a revision for what is taken away as a file. An address for watching does not open what lies in it, and one
 * for taking away opens nothing else.
 */
export const DOWNLOADS_FOLDER = 'downloads'

/** Below a revision: `downloads/720p.mp4`. */
export function downloadName(rendition: string): string {
  return `${DOWNLOADS_FOLDER}/${rendition}.mp4`
}

/** An address of such a file, taken apart. */
export interface DownloadAddress {
  /** Where it lies, below what stands before the address. */
  readonly key: string
  /** The part that is not in the key; empty where there is none. */
  readonly title: string
}

const IN_DOWNLOADS = new RegExp(`^(.+/${DOWNLOADS_FOLDER}/)(?:([^/]+)/)?([^/]+)$`)

/**
 * What the file is to be called stands in the path, in the last folder, and not in a query: caches key on the path, and would
 * give everybody the name that the first one asked for. Null for what is no such file.
 */
export function readDownloadAddress(path: string): DownloadAddress | null {
  const [, folder, title = '', file] = IN_DOWNLOADS.exec(path) ?? []
  return folder && file ? { key: `${folder}${file}`, title } : null
}
