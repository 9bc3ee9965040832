import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Installation } from '../stage/join-system.ts'
import { REPOSITORY } from './repository.ts'

/** What `marquee upload --json` prints last, with its exit status and what it said on standard error. */
export type CliResult = {
  exitCode: number
  stderr: string
  line: {
    id: string | null
    status: string | null
    errorCode: string | null
    hls: string | null
    dash: string | null
  }
}

/** How a command ended, and what it said. */
export type CommandEnd = { exitCode: number; stdout: string; stderr: string }

/** `marquee …`, as the demo creator unless `env` says otherwise. */
export async function runCli(
  installation: Pick<Installation, 'env'>,
  words: readonly string[],
): Promise<CommandEnd> {
  const cli = path.join(REPOSITORY, 'apps/cli/dist/bin/marquee.js')
  const child = spawn(process.execPath, [cli, ...words], {
    env: { ...process.env, ...installation.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const [exitCode] = (await once(child, 'close')) as [number]
  return { exitCode, stdout, stderr }
}

/** `marquee upload FILE --json …` */
export async function uploadByCli(
  installation: Installation,
  file: string,
  flags: string[] = ['--wait'],
): Promise<CliResult> {
  const words = ['upload', file, '--title', path.basename(file), '--json', ...flags]
  const { exitCode, stdout, stderr } = await runCli(installation, words)
  const last = stdout.trim().split('\n').at(-1) ?? ''
  if (!last.startsWith('{'))
    throw new Error(`No JSON line from marquee upload (exit ${exitCode}):\n${stderr}`)
  return { exitCode, stderr, line: JSON.parse(last) as CliResult['line'] }
}
