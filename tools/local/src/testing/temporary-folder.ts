import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'

/** A folder of a test file's own, gone after its tests; to be made outside of them. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `marquee-${name}-`))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
