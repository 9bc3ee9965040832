import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { House, Import, Room } from './find-violations.ts'
import { readImports } from './read-imports.ts'

interface PackageJson {
  name: string
  exports?: Record<string, unknown>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

/** Built, installed or generated: nobody's source. */
const SKIPPED = new Set([
  'node_modules',
  'dist',
  'dist-server',
  'generated',
  '.next',
  '.turbo',
  'test-results',
])

/** Reads every package.json of the clone at `root`. */
export function readHouse(root: string): House {
  const folders = [
    ...['apps', 'packages', 'tools'].flatMap((parent) => foldersIn(root, parent)),
    ...['tests', 'bench'],
  ].filter((folder) => existsSync(path.join(root, folder, 'package.json')))
  const rooms = folders.map((folder) => readRoom(root, folder))
  const { dependencies, devDependencies } = readPackage(root, '.')
  return {
    rooms: new Map(rooms.map((room) => [room.name, room])),
    rootDependencies: namesOf(dependencies, devDependencies),
  }
}

/** Every import of every source file of a room. */
export function importsOf(root: string, room: Room): Import[] {
  return sourceFiles(root, room.folder).flatMap((file) =>
    readImports(readFileSync(path.join(root, file), 'utf8')).map((specifier) => ({ room, file, specifier })),
  )
}

function foldersIn(root: string, parent: string): string[] {
  if (!existsSync(path.join(root, parent))) return []
  return readdirSync(path.join(root, parent)).map((name) => `${parent}/${name}`)
}

function readRoom(root: string, folder: string): Room {
  const { name, exports, dependencies, devDependencies, peerDependencies, optionalDependencies } =
    readPackage(root, folder)
  return {
    folder,
    name,
    dependencies: namesOf(dependencies, peerDependencies, optionalDependencies),
    devDependencies: namesOf(devDependencies),
    exports: namesOf(exports),
  }
}

const readPackage = (root: string, folder: string): PackageJson =>
  JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as PackageJson

const namesOf = (...tables: (Record<string, unknown> | undefined)[]): Set<string> =>
  new Set(tables.flatMap((table) => Object.keys(table ?? {})))

function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourceFiles(root, file)
    return /\.(tsx?|mjs)$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [file] : []
  })
}
