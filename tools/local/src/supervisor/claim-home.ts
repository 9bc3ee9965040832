import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { identifyProcess, type ProcessIdentity } from '../processes/identify-process.ts'
import { readRunRecord } from '../processes/run-records.ts'
import type { Home } from '../settings/home.ts'

/** The record of whoever supervises a home. */
const NAME = 'supervisor'

/** A home that this process alone supervises, until it releases it. */
export interface Claim {
  release: () => void
}

/**
 * Makes this process the supervisor of `home`. A record that a killed supervisor left is replaced.
 *
 * @returns the supervisor that runs already, when there is one
 */
export function claimHome(home: Home): Claim | { runningAs: ProcessIdentity } {
  const file = path.join(home.run, `${NAME}.json`)
  for (;;) {
    if (tryCreate(file)) return { release: () => rmSync(file, { force: true }) }
    const running = readRunRecord(home.run, NAME)
    if (running) return { runningAs: running }
    rmSync(file, { force: true })
  }
}

/** The record appears whole: an empty one would be taken for a dead supervisor's. */
function tryCreate(file: string): boolean {
  const draft = `${file}.${process.pid}`
  const record = { name: NAME, stopSignal: 'SIGTERM', ...identifyProcess(process.pid) }
  try {
    writeFileSync(draft, JSON.stringify(record), { mode: 0o600 })
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** True while a supervisor of the home with this `run` folder is alive. */
export const isSupervised = (run: string): boolean => readRunRecord(run, NAME) !== undefined

/** True once a supervisor has claimed the home with this `run` folder, and has not released it. */
export const wasClaimed = (run: string): boolean => existsSync(path.join(run, `${NAME}.json`))
