import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { Variables } from './compose-variables.ts'

/** Writes variables as a file that shells, `node --env-file` and Docker read alike; its owner alone may read it. */
export function writeEnvFile(file: string, variables: Variables): void {
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${quote(value)}`)
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${lines.join('\n')}\n`, { mode: 0o600 })
  renameSync(draft, file)
}

/** Single quotes keep every character but the single quote itself, which only the shell's form can carry. */
function quote(value: string): string {
  return /^[\w@%+=:,./-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`
}

/** Reads what `writeEnvFile` wrote. */
export function readEnvFile(file: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parseEnv(readFileSync(file, 'utf8'))).map(([name, value]) => [name, value ?? '']),
  )
}
