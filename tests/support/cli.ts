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

/** `marquee upload FILE --json …`, as the demo creator unless `env` says otherwise. */
export async function uploadByCli(
  installation: Installation,
  file: string,
  flags: string[] = ['--wait'],
): Promise<CliResult> {
  const cli = path.join(REPOSITORY, 'apps/cli/dist/bin/marquee.js')
  const child = spawn(
    process.execPath,
    [cli, 'upload', file, '--title', path.basename(file), '--json', ...flags],
    {
      env: { ...process.env, ...installation.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const [exitCode] = (await once(child, 'close')) as [number]
  const last = stdout.trim().split('\n').at(-1) ?? ''
  if (!last.startsWith('{'))
    throw new Error(`No JSON line from marquee upload (exit ${exitCode}):\n${stderr}`)
  return { exitCode, stderr, line: JSON.parse(last) as CliResult['line'] }
}
