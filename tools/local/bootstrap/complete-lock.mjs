// After any `npm install` that changed package-lock.json: node tools/local/bootstrap/complete-lock.mjs
//
// npm leaves an optional package out of the lock when the registry it asked does not carry it (a mirror often has one
// platform only), and `npm ci` then refuses that lock, on every platform. A stub (version, os, cpu, libc) is enough:
// elsewhere npm skips it, and on its own platform npm fetches it.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { REPOSITORY } from './repository.mjs'

/** @typedef {{ version?: string, optionalDependencies?: Record<string, string> }} Entry */
/** @typedef {{ packages: Record<string, Entry> }} Lock */

/**
 * The stubs that a lock lacks, by their place in it.
 *
 * @param {Lock} lock
 * @returns {Record<string, object>}
 */
export function missingStubs(lock) {
  /** @type {Record<string, object>} */
  const stubs = {}
  for (const [from, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!resolves(lock, from, name)) stubs[`node_modules/${name}`] = stub(name, range)
    }
  }
  return stubs
}

/** Node's own walk: the package's folder, then each folder above. */
function resolves(lock, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (`${at === '' ? '' : `${at}/`}node_modules/${name}` in lock.packages) return true
    if (at === '') return false
    if (!at.includes('/node_modules/')) return `node_modules/${name}` in lock.packages
  }
}

function stub(name, range) {
  const [os, cpu, libc] = [pick(OS, name), pick(CPU, name), pick(LIBC, name)]
  if (!os || !cpu)
    throw new Error(`${name}: its name does not tell its platform; install it once where it exists`)
  return {
    version: range.replace(/^[\^~>=v\s]+/, ''),
    cpu: [cpu],
    ...(libc && os === 'linux' ? { libc: [libc] } : {}),
    license: 'SEE LICENSE IN package',
    optional: true,
    os: [os],
  }
}

const OS = [
  [/darwin|macos/, 'darwin'],
  [/win32|windows/, 'win32'],
  [/freebsd/, 'freebsd'],
  [/openharmony/, 'openharmony'],
  [/android/, 'android'],
  [/linux/, 'linux'],
]
const CPU = [
  [/riscv64/, 'riscv64'],
  [/ppc64/, 'ppc64'],
  [/s390x/, 's390x'],
  [/ia32/, 'ia32'],
  [/arm64/, 'arm64'],
  [/arm/, 'arm'],
  [/64/, 'x64'],
]
const LIBC = [
  [/musl/, 'musl'],
  [/gnu/, 'glibc'],
]

/** The platform is said after the scope: `@msgpackr-extract/msgpackr-extract-linux-arm`. */
const pick = (table, name) => table.find(([pattern]) => pattern.test(name.slice(name.indexOf('/') + 1)))?.[1]

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const file = path.join(REPOSITORY, 'package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const stubs = missingStubs(lock)
  lock.packages = Object.fromEntries(
    Object.entries({ ...lock.packages, ...stubs }).sort(([a], [b]) => a.localeCompare(b, 'en')),
  )
  if (Object.keys(stubs).length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`${Object.keys(stubs).length} platform stubs added to package-lock.json`)
}
