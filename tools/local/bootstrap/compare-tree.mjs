import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * What tells an installed tree from its lock file: every package that should be there, is, with the version and
 * integrity that the lock names, and no other. npm writes what it installed to node_modules/.package-lock.json, last.
 *
 * @param {string} root the folder of package-lock.json
 * @returns {string[]} a line a difference; empty when the tree is what the lock says
 */
export function compareTree(root) {
  const lock = readLock(path.join(root, 'package-lock.json'))
  const tree = readLock(path.join(root, 'node_modules/.package-lock.json'))
  if (!lock) return ['package-lock.json is missing']
  if (!tree) return ['node_modules is missing or incomplete']
  const differences = []
  for (const [place, wanted] of Object.entries(lock)) {
    const found = tree[place]
    if (!found) {
      if (!wanted.optional && !wanted.devOptional && !wanted.peer) differences.push(`${place} is missing`)
    } else if (!isSame(wanted, found)) {
      differences.push(describe(place, wanted, found))
    } else if (!existsSync(path.join(root, place))) {
      differences.push(`${place} was removed`)
    }
  }
  for (const place of Object.keys(tree)) if (!lock[place]) differences.push(`${place} is not in the lock`)
  return differences
}

const isSame = (wanted, found) =>
  wanted.version === found.version &&
  Boolean(wanted.link) === Boolean(found.link) &&
  (!wanted.integrity || wanted.integrity === found.integrity)

/** Entries below node_modules by their place; the workspaces' own are not installed but linked. */
function readLock(file) {
  try {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'))
    return Object.fromEntries(Object.entries(packages).filter(([place]) => place.includes('node_modules/')))
  } catch {
    return undefined
  }
}

const describe = (place, wanted, found) =>
  wanted.version === found.version
    ? `${place} has other bytes than the lock says`
    : `${place} is ${found.version}, not ${wanted.version}`
