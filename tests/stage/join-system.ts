import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseEnv } from 'node:util'

/** A running Marquee that any tool can join: its folder says everything. */
export type Installation = {
  home: string
  /** Every variable of DESIGN.md's «Fixed points», credentials included. */
  env: Record<string, string>
  /** The pid of a supervised process, such as `api` or `worker-media`. */
  pidOf(name: string): Promise<number>
}

/** Throws where no installation has run in `home`. */
export async function joinSystem(home: string): Promise<Installation> {
  const variables = parseEnv(await readFile(path.join(home, 'env'), 'utf8'))
  return {
    home,
    env: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value ?? ''])),
    pidOf: (name) => readPid(path.join(home, 'run', `${name}.json`)),
  }
}

/** The installation that the global setup gave these tests. */
export async function currentInstallation(): Promise<Installation> {
  const home = process.env.MARQUEE_HOME
  if (!home)
    throw new Error('MARQUEE_HOME is not set: run these tests with `npm test`, or under Playwright’s config.')
  return joinSystem(home)
}

async function readPid(file: string): Promise<number> {
  const { pid } = JSON.parse(await readFile(file, 'utf8')) as { pid: number }
  return pid
}
