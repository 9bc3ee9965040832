import { UploadError } from '@marquee/uploader'
import { CliError } from '../connect/cli-error.ts'

/** Runs a command's work; an expected failure becomes `CODE: sentence` on standard error and exit status 1. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    printFailure(codeOf(error), messageOf(error))
    process.exitCode = 1
  }
}

export function printFailure(code: string, message: string): void {
  process.stderr.write(`${code}: ${message}\n`)
}

export function codeOf(error: unknown): string {
  return error instanceof CliError || error instanceof UploadError ? error.code : 'INTERNAL'
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
