import { builtinModules } from 'node:module'
import path from 'node:path'
import { API_NO_SLICES, ARROWS, SQL_MODULES, SQL_ROOMS } from './rooms.ts'

/** What a room's package.json says of it. */
export interface Room {
  /** From the root of the clone, such as `apps/api`. */
  folder: string
  /** Such as `@marquee/api`. */
  name: string
  dependencies: ReadonlySet<string>
  devDependencies: ReadonlySet<string>
  /** The keys of `exports`: `.`, `./ids`; empty for a room that nothing may import. */
  exports: ReadonlySet<string>
}

/** A file and one thing that it imports. */
export interface Import {
  room: Room
  /** From the root of the clone, with `/`. */
  file: string
  specifier: string
}

/** The rooms by package name, and what the root's package.json gives to tests and tools. */
export interface House {
  rooms: ReadonlyMap<string, Room>
  rootDependencies: ReadonlySet<string>
}

type Rule = (found: Import, house: House) => string | undefined

/** Tests, and what stands beside `src`, may use what the product does not ship. */
const isTooling = (file: string): boolean =>
  !file.includes('/src/') || /\.(test|spec)\.[cm]?[jt]sx?$|\/(testing|fixtures|conformance)\//.test(file)

/** Why an import goes against the arrows; undefined when it does not. */
export function findViolation(found: Import, house: House): string | undefined {
  for (const rule of RULES) {
    const reason = rule(found, house)
    if (reason) return reason
  }
  return undefined
}

const RULES: readonly Rule[] = [
  function staysInItsRoom({ room, file, specifier }) {
    const target = localTarget(room, file, specifier)
    if (target === undefined || target.startsWith(`${room.folder}/`)) return undefined
    return `reaches out of ${room.folder} by path; import the other room by its name`
  },
  function followsTheArrows({ room, specifier }, { rooms }) {
    const other = specifier.startsWith('@marquee/') ? rooms.get(packageName(specifier)) : undefined
    if (!specifier.startsWith('@marquee/') || other === room) return undefined
    if (!other) return 'no room has this name'
    const allowed = (ARROWS[room.folder] ?? []).flatMap((name) => [name, `packages/${name}`])
    return allowed.includes(other.folder) ? undefined : `${room.folder} may not import ${other.folder}`
  },
  function entersByTheDoor({ specifier }, { rooms }) {
    const other = rooms.get(packageName(specifier))
    if (!other) return undefined
    const door = specifier === other.name ? '.' : `.${specifier.slice(other.name.length)}`
    return other.exports.has(door) ? undefined : `${other.name} does not export ${door}`
  },
  function leavesSqlToTheDomain({ room, specifier }) {
    if (!SQL_MODULES.test(specifier) || SQL_ROOMS.includes(room.folder)) return undefined
    return `only ${SQL_ROOMS.join(', ')} speak SQL`
  },
  function declaresWhatItUses({ room, file, specifier }, { rootDependencies }) {
    if (isLocal(specifier) || isBuiltIn(specifier)) return undefined
    const name = packageName(specifier)
    if (room.dependencies.has(name) || name === room.name) return undefined
    const types = `@types/${name.replace(/^@/, '').replace('/', '__')}`
    if (room.devDependencies.has(name) || room.devDependencies.has(types) || rootDependencies.has(name)) {
      return isTooling(file) || !isProduct(room) ? undefined : `${name} is a development dependency only`
    }
    return `${name} is not declared in ${room.folder}/package.json`
  },
  function keepsApiSlicesApart({ room, file, specifier }) {
    const target = localTarget(room, file, specifier)
    if (room.folder !== 'apps/api' || target === undefined) return undefined
    const [from, to] = [folderBelow('apps/api/src', file), folderBelow('apps/api/src', target)]
    if (to === undefined || from === to || to === 'schema' || isTooling(file)) return undefined
    if (from === 'schema') return 'schema is a leaf: it imports no slice'
    if (to === 'server') return from === 'bin' ? undefined : 'only bin starts the server'
    if (API_NO_SLICES.includes(to)) return undefined
    return path.posix.basename(target) === 'index.ts'
      ? undefined
      : `slice ${to} is entered by its index.ts only`
  },
  function keepsWebFeaturesApart({ room, file, specifier }) {
    const target = localTarget(room, file, specifier)
    if (room.folder !== 'apps/web' || target === undefined) return undefined
    const features = 'apps/web/src/features'
    const [from, to] = [folderBelow(features, file), folderBelow(features, target)]
    if (from === undefined || to === undefined || from === to) return undefined
    return `feature ${from} may not import feature ${to}`
  },
]

/** Product code ships; tools, tests and benches run where everything is installed. */
const isProduct = ({ folder }: Room): boolean => /^(apps|packages)\//.test(folder)

const isLocal = (specifier: string): boolean => /^(\.{1,2}(\/|$)|@\/|#)/.test(specifier)

const isBuiltIn = (specifier: string): boolean =>
  specifier.startsWith('node:') || builtinModules.includes(specifier)

/** `@scope/name/deep` → `@scope/name`; `name/deep` → `name`. */
function packageName(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/')
  return specifier.startsWith('@') ? `${first}/${second}` : first
}

/** Where a relative import, or one by a room's alias `@/`, leads, from the root of the clone. */
function localTarget(room: Room, file: string, specifier: string): string | undefined {
  if (specifier.startsWith('@/')) return path.posix.join(room.folder, 'src', specifier.slice(2))
  if (!specifier.startsWith('.')) return undefined
  return path.posix.join(path.posix.dirname(file), specifier)
}

/** The name of the folder right below `parent` that holds `file`. */
function folderBelow(parent: string, file: string): string | undefined {
  if (!file.startsWith(`${parent}/`)) return undefined
  const [folder, ...rest] = file.slice(parent.length + 1).split('/')
  return rest.length > 0 ? folder : undefined
}
