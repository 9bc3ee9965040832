import { readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openHome } from '../settings/home.ts'
import { claimHome, isSupervised, wasClaimed } from '../supervisor/claim-home.ts'
import { stopOrphans } from '../supervisor/stop-orphans.ts'

/** Every stage's home is a folder of this name in the system's temporary folder. */
export const STAGE_PREFIX = 'marquee-stage-'

/** Stops and removes what stages that were killed have left behind. */
export async function sweepStages(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const folder = path.join(tmpdir(), name)
    if (!name.startsWith(STAGE_PREFIX) || !isLeftBehind(folder)) continue
    await sweep(folder).catch((error: unknown) => console.error(`stage: ${folder} stays: ${error}`))
  }
}

/** Claimed first: stages that start at once see the same folder. */
async function sweep(folder: string): Promise<void> {
  const home = openHome(folder)
  if ('runningAs' in claimHome(home)) return
  await stopOrphans(home)
  rmSync(folder, { recursive: true, force: true })
}

/** A folder without a claim is one that is being made right now. */
function isLeftBehind(folder: string): boolean {
  const run = path.join(folder, 'run')
  return wasClaimed(run) && !isSupervised(run)
}
