import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { REPOSITORY } from '../settings/repository.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'

const folder = temporaryFolder('tree')

/** The bootstrap is plain JavaScript, so that it runs before anything is installed. */
async function bootstrap<T>(file: string): Promise<T> {
  return (await import(path.join(REPOSITORY, 'tools/local/bootstrap', file))) as T
}

type Packages = Record<string, Record<string, unknown>>

const { missingStubs } = await bootstrap<{
  missingStubs: (lock: { packages: Packages }) => Packages
}>('complete-lock.mjs')
const { compareTree } = await bootstrap<{ compareTree: (root: string) => string[] }>('compare-tree.mjs')

describe('package-lock.json', () => {
  it('names every optional package of every platform, which npm ci asks for', () => {
    const lock = JSON.parse(readFileSync(path.join(REPOSITORY, 'package-lock.json'), 'utf8'))
    expect(missingStubs(lock)).toEqual({})
  })

  it('names no registry, so that a mirror serves as well', () => {
    const { packages } = JSON.parse(readFileSync(path.join(REPOSITORY, 'package-lock.json'), 'utf8')) as {
      packages: Packages
    }
    const tied = Object.entries(packages).filter(([, { resolved }]) =>
      /^https?:/.test(String(resolved ?? '')),
    )
    expect(tied.map(([place]) => place)).toEqual([])
  })
})

describe('missingStubs', () => {
  it('reads the platform from the name, and leaves what is there', () => {
    const optionalDependencies = {
      '@x/tool-linux-arm64-musl': '^1.2.3',
      '@x/windows-64': '2.0.0',
      '@x/tool-linux-x64-gnu': '1.0.0',
    }
    const packages = { 'node_modules/x': { optionalDependencies }, 'node_modules/@x/tool-linux-x64-gnu': {} }
    expect(missingStubs({ packages })).toEqual({
      'node_modules/@x/tool-linux-arm64-musl': expect.objectContaining({
        version: '1.2.3',
        os: ['linux'],
        cpu: ['arm64'],
        libc: ['musl'],
      }),
      'node_modules/@x/windows-64': expect.objectContaining({
        version: '2.0.0',
        os: ['win32'],
        cpu: ['x64'],
      }),
    })
  })
})

describe('compareTree', () => {
  /** A clone whose lock says `wanted` and whose tree holds `found`. */
  function clone(wanted: Packages, found: Packages): string {
    const root = mkdtempSync(path.join(folder, 'clone-'))
    for (const place of Object.keys(found)) mkdirSync(path.join(root, place), { recursive: true })
    mkdirSync(path.join(root, 'node_modules'), { recursive: true })
    writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }))
    writeFileSync(path.join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: found }))
    return root
  }
  const a = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } }
  const other = { 'node_modules/other': { version: '1.0.0', optional: true, os: ['aix'] } }

  it('accepts a tree that lacks other platforms only', () => {
    expect(compareTree(clone({ ...a, ...other }, a))).toEqual([])
  })

  it.each([
    ['a missing package', a, {}, 'node_modules/a is missing'],
    ['another version', a, { 'node_modules/a': { version: '2.0.0' } }, 'node_modules/a is 2.0.0, not 1.0.0'],
    [
      'other bytes',
      a,
      { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } },
      'node_modules/a has other bytes than the lock says',
    ],
    ['a package too many', {}, a, 'node_modules/a is not in the lock'],
  ])('tells of %s', (_, wanted, found, difference) => {
    expect(compareTree(clone(wanted as Packages, found as Packages))).toEqual([difference])
  })

  it('takes a tree without npm’s own record for unfinished', () => {
    const root = mkdtempSync(path.join(folder, 'clone-'))
    writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages: {} }))
    expect(compareTree(root)).toEqual(['node_modules is missing or incomplete'])
  })
})
