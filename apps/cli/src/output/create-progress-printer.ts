import type { Writable } from 'node:stream'

export interface ProgressReport {
  readonly label: string
  /** 0 to 1. */
  readonly fraction: number
  readonly remainingMs?: number | null
  readonly bytesPerSecond?: number | null
}

export interface ProgressPrinter {
  report(report: ProgressReport): void
  /** A line that stays. */
  say(line: string): void
  /** Leaves the terminal on a fresh line. */
  end(): void
}

type Terminal = Writable & { readonly isTTY?: boolean }

/** On a terminal one line that changes; elsewhere, in a log, a line each 10 %. */
export function createProgressPrinter(output: Terminal): ProgressPrinter {
  return output.isTTY ? changingLine(output) : lineEachTenth(output)
}

function changingLine(output: Terminal): ProgressPrinter {
  let open = false
  return {
    report(report) {
      open = true
      output.write(`\r\u001b[K${describeProgress(report)}`)
    },
    say(line) {
      this.end()
      output.write(`${line}\n`)
    },
    end() {
      if (open) output.write('\n')
      open = false
    },
  }
}

function lineEachTenth(output: Terminal): ProgressPrinter {
  let last = ''
  return {
    report(report) {
      const step = `${report.label} ${Math.floor(report.fraction * 10 + 1e-9)}`
      if (step === last) return
      last = step
      output.write(`${describeProgress(report)}\n`)
    },
    say: (line) => void output.write(`${line}\n`),
    end: () => {},
  }
}

export function describeProgress({ label, fraction, remainingMs, bytesPerSecond }: ProgressReport): string {
  const parts = [`${label} ${String(Math.floor(fraction * 100 + 1e-9)).padStart(3)} %`]
  if (bytesPerSecond) parts.push(`${(bytesPerSecond / 1e6).toFixed(1)} MB/s`)
  if (remainingMs) parts.push(`${clock(remainingMs)} left`)
  return parts.join('  ')
}

/** 65,000 ms → 1:05 */
function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
