import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

const COMPLAINTS = ['warn', 'error', 'fatal']
const MOST_LINES = 40

/** Prints what the programs of the common system complained of while a test ran that failed: a browser only sees a status. */
export default class LogReporter implements Reporter {
  onTestEnd(test: TestCase, { startTime, duration }: TestResult): void {
    const home = process.env.MARQUEE_HOME
    if (!home || test.ok()) return
    const from = startTime.getTime()
    const complaints = complaintsOf(path.join(home, 'logs'), { from, to: from + duration })
    for (const line of complaints.slice(-MOST_LINES)) console.log(`    ${line}`)
  }

  printsToStdio(): boolean {
    return false
  }
}

function complaintsOf(folder: string, { from, to }: { from: number; to: number }): string[] {
  return readdirSync(folder).flatMap((file) =>
    readFileSync(path.join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => {
        const { level, at } = parsed(line)
        return COMPLAINTS.includes(level) && at >= from && at <= to
      })
      .map((line) => `${file}: ${line.slice(0, 600)}`),
  )
}

/** PostgreSQL and Redis write no JSON; what they say is left out. */
function parsed(line: string): { level: string; at: number } {
  try {
    const { level, time } = JSON.parse(line) as { level?: unknown; time?: unknown }
    return { level: String(level), at: Date.parse(String(time)) }
  } catch {
    return { level: '', at: 0 }
  }
}
