import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isAlive, type ProcessIdentity } from './identify-process.ts'

/** What is kept in `MARQUEE_HOME/run/<name>.json` while a process runs, for whoever comes after a killed supervisor. */
export interface RunRecord extends ProcessIdentity {
  name: string
  stopSignal: NodeJS.Signals
  /** As in Part; not known of a postmaster that was found without a record. */
  stopWithinMs?: number
}

export function writeRunRecord(folder: string, record: RunRecord): void {
  writeFileSync(recordFile(folder, record.name), JSON.stringify(record), { mode: 0o600 })
}

export function removeRunRecord(folder: string, name: string): void {
  rmSync(recordFile(folder, name), { force: true })
}

/** The record of one process that still runs. */
export function readRunRecord(folder: string, name: string): RunRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(recordFile(folder, name), 'utf8')) as RunRecord
    return isAlive(record) ? record : undefined
  } catch {
    return undefined
  }
}

/** All processes with a record that still run. */
export function liveRunRecords(folder: string): RunRecord[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => readRunRecord(folder, path.basename(file, '.json')))
    .filter((record) => record !== undefined)
}

const recordFile = (folder: string, name: string): string => path.join(folder, `${name}.json`)
