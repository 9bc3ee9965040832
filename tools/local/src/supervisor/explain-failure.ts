import { readFileSync } from 'node:fs'
import { PartFailed } from '../processes/run-part.ts'

const LINES = 15

/** What a person is told when Marquee did not come up: the cause, and the end of the log that has more. */
export function explainFailure(error: unknown): string {
  if (error instanceof PartFailed) return `\n${error.message}\n\n${endOfLog(error.logFile)}`
  return `\n${error instanceof Error ? error.message : String(error)}`
}

function endOfLog(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LINES).join('\n')
  } catch {
    return ''
  }
}
