import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { builtFile } from '../settings/repository.ts'
import type { DemoClip } from './demo-clips.ts'

/**
 * Uploads clips through the command line client as the demo creator, one after the other, each once in the life of an
 * installation: `ledger` (a JSON list of titles) says which are there.
 *
 * @throws with what the client said, when it refuses one; those before it stay
 */
export async function uploadClips(clips: readonly DemoClip[], ledger: string): Promise<void> {
  const done = new Set(readLedger(ledger))
  for (const clip of clips) {
    if (done.has(clip.title)) continue
    await clip.draw?.()
    await upload(clip)
    done.add(clip.title)
    writeFileSync(ledger, JSON.stringify([...done], null, 2))
    console.log(`uploaded ${path.basename(clip.file)} as «${clip.title}»`)
  }
}

async function upload({ file, title, description }: DemoClip): Promise<void> {
  const cli = builtFile('apps/cli/dist/bin/marquee.js')
  const details = ['--title', title, '--description', description, '--visibility', 'public']
  await promisify(execFile)(process.execPath, [cli, 'upload', file, ...details, '--json'])
}

function readLedger(file: string): string[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : []
}
