import { findPostmaster } from '../parts/find-postmaster.ts'
import { liveRunRecords, type RunRecord, removeRunRecord } from '../processes/run-records.ts'
import { terminateGroup } from '../processes/terminate-group.ts'
import type { Home } from '../settings/home.ts'

/** For a process whose record does not say. */
const STOP_WITHIN_MS = 20_000

/**
 * Stops what a supervisor that was killed left running in this home: by our own records, which tell a process from a
 * later one with its pid, and for PostgreSQL by its postmaster.pid as well.
 *
 * @returns the names of the parts that were stopped
 */
export async function stopOrphans(home: Home): Promise<string[]> {
  const recorded = liveRunRecords(home.run).filter(({ pid }) => pid !== process.pid)
  const postmaster = findPostmaster(home)
  const orphans: RunRecord[] = [...recorded]
  if (postmaster && !recorded.some(({ pid }) => pid === postmaster.pid)) {
    orphans.push({ ...postmaster, name: 'postgres', stopSignal: 'SIGINT' })
  }
  // The programs first: they would take lost engines for a failure, and log it.
  const engines = new Set(['postgres', 'redis', 'object-store'])
  await stopAll(
    home,
    orphans.filter(({ name }) => !engines.has(name)),
  )
  await stopAll(
    home,
    orphans.filter(({ name }) => engines.has(name)),
  )
  return orphans.map(({ name }) => name)
}

async function stopAll(home: Home, orphans: RunRecord[]): Promise<void> {
  await Promise.all(
    orphans.map(async (orphan) => {
      await terminateGroup(orphan, orphan.stopSignal, orphan.stopWithinMs ?? STOP_WITHIN_MS)
      removeRunRecord(home.run, orphan.name)
    }),
  )
}
