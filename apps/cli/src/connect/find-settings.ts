import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { CliError } from './cli-error.ts'

export interface CliSettings {
  /** Without a slash at the end. */
  readonly apiUrl: string
  readonly email: string
  readonly password: string
  /** Where the command was typed, which under `npm run` is not where it runs. */
  readonly folder: string
}

type Environment = Readonly<Record<string, string | undefined>>

const DEFAULT_API_URL = 'http://localhost:4000'
/** The demo creator that `npm start` seeds. */
const DEMO = { email: 'creator@marquee.localhost', password: 'marquee-demo' }
const REPOSITORY = resolve(import.meta.dirname, '../../../..')

/** The environment first, then the file that `npm start` writes into MARQUEE_HOME, then the defaults. */
export function findSettings(env: Environment = process.env, repository = REPOSITORY): CliSettings {
  const folder = env.INIT_CWD || process.cwd()
  const home = env.MARQUEE_HOME ? resolve(folder, env.MARQUEE_HOME) : join(repository, '.marquee')
  const found = { ...readInstallation(join(home, 'env')), ...withoutEmpty(env) }
  return {
    apiUrl: httpUrl(found.PUBLIC_API_URL ?? DEFAULT_API_URL),
    email: found.MARQUEE_EMAIL ?? DEMO.email,
    password: found.MARQUEE_PASSWORD ?? DEMO.password,
    folder,
  }
}

function readInstallation(file: string): Record<string, string | undefined> {
  try {
    return withoutEmpty(parseEnv(readFileSync(file, 'utf8')))
  } catch {
    // Nothing was started here, or its owner is someone else: then the defaults speak.
    return {}
  }
}

function withoutEmpty(env: Environment): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value))
}

function httpUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '')
  throw new CliError(
    'PUBLIC_API_URL_INVALID',
    'PUBLIC_API_URL is not an http:// or https:// address. Correct it.',
  )
}
