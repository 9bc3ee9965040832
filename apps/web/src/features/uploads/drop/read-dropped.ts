import { linkHandle } from '../resume/file-handles.ts'

/** What was dropped or pasted. A folder is not opened: it may hold anything, and nobody saw its list. */
export type Dropped = { files: File[]; folders: number }

/** Reads a transfer at once: its list is empty again after the event. */
export function readDropped(transfer: DataTransfer): Dropped {
  const entries = [...transfer.items].filter((item) => item.kind === 'file')
  const folders = entries.filter((item) => item.webkitGetAsEntry?.()?.isDirectory).length
  const files = entries
    .filter((item) => !item.webkitGetAsEntry?.()?.isDirectory)
    .map(readFile)
    .filter((file) => file !== null)
  return { files, folders }
}

/** The file at once, and where it is on the disk when the browser has found out. */
function readFile(item: DataTransferItem): File | null {
  const file = item.getAsFile()
  if (!file) return null
  void item
    .getAsFileSystemHandle?.()
    .then((handle) => {
      if (handle instanceof FileSystemFileHandle) linkHandle(file, handle)
    })
    // Some systems give a file and refuse to say where it is.
    .catch(() => {})
  return file
}

/** Whether a drag carries files, and not a link or a piece of text. */
export function carriesFiles(transfer: DataTransfer | null): transfer is DataTransfer {
  return transfer?.types.includes('Files') === true
}
