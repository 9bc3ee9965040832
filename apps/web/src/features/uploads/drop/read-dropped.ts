/** What was dropped or pasted. A folder is not opened: it may hold anything, and nobody saw its list. */
export type Dropped = { files: File[]; folders: number }

/** Reads a transfer at once: its list is empty again after the event. */
export function readDropped(transfer: DataTransfer): Dropped {
  const entries = [...transfer.items].filter((item) => item.kind === 'file')
  const folders = entries.filter((item) => item.webkitGetAsEntry?.()?.isDirectory).length
  const files = entries
    .filter((item) => !item.webkitGetAsEntry?.()?.isDirectory)
    .map((item) => item.getAsFile())
    .filter((file) => file !== null)
  return { files, folders }
}

/** Whether a drag carries files, and not a link or a piece of text. */
export function carriesFiles(transfer: DataTransfer | null): transfer is DataTransfer {
  return transfer?.types.includes('Files') === true
}
