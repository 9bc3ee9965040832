import { linkHandle } from './file-handles.ts'

/**
 * The file behind a handle of an earlier page. Null where it may not be read, or is no longer there. Only with
 * `ask`, which needs a press of the person, does the browser ask whether it may.
 */
export async function reopenFile(
  handle: FileSystemFileHandle,
  { ask }: { ask: boolean },
): Promise<File | null> {
  if (!(await mayRead(handle, ask))) return null
  try {
    const file = await handle.getFile()
    linkHandle(file, handle)
    return file
  } catch {
    // Moved, renamed or on a disk that is not plugged in: the person is asked for it.
    return null
  }
}

async function mayRead(handle: FileSystemFileHandle, ask: boolean): Promise<boolean> {
  const state = (await handle.queryPermission?.({ mode: 'read' })) ?? 'granted'
  if (state !== 'prompt' || !ask) return state === 'granted'
  return (await handle.requestPermission?.({ mode: 'read' })) === 'granted'
}
