import { stat } from 'node:fs/promises'

/** Whether there is a file with something in it: programs leave empty ones where they had nothing to write. */
export async function isWritten(path: string): Promise<boolean> {
  return ((await stat(path).catch(() => null))?.size ?? 0) > 0
}
