import type { ContractChange } from './compare-contract.ts'

const UNRELEASED = '## Unreleased'

/** The part of the changelog that tells of what is not released yet, without its heading. */
export function unreleasedPart(changelog: string): string {
  const [, after = ''] = changelog.split(`${UNRELEASED}\n`)
  return after.split(/^## /m, 1)[0] ?? ''
}

/** Where each entry of the unreleased part says that something changed: its first code. */
function toldPaths(changelog: string): readonly string[] {
  return [...unreleasedPart(changelog).matchAll(/^- .*?`([^`]+)`/gm)].map(([, path = '']) => path)
}

/** What is wrong between the changelog and what has changed since the release, a sentence each. */
export function judgeChangelog(changelog: string, changes: readonly ContractChange[]): readonly string[] {
  const told = new Set(toldPaths(changelog))
  const changed = new Set(changes.map(({ path }) => path))
  return [
    ...untold(changelog, changes).map(({ message }) => `Not told: ${message}`),
    ...[...told].filter((path) => !changed.has(path)).map((path) => `Told, and did not change: ${path}`),
  ]
}

function untold(changelog: string, changes: readonly ContractChange[]): readonly ContractChange[] {
  const told = new Set(toldPaths(changelog))
  return changes.filter(({ path }) => !told.has(path))
}

/** The changelog with an entry for each change that it does not tell of yet; `describe` gives a schema coordinate's description. */
export function tellChanges(
  changelog: string,
  changes: readonly ContractChange[],
  describe: (path: string) => string,
): string {
  const entries = untold(changelog, changes).map((change) => `- ${tell(change, describe)}\n`)
  if (entries.length === 0) return changelog
  const part = unreleasedPart(changelog)
  const filled = `\n${[part.trim(), entries.join('').trim()].filter(Boolean).join('\n')}\n\n`
  return changelog.replace(`${UNRELEASED}\n${part}`, () => `${UNRELEASED}\n${filled}`)
}

function tell({ type, path, message, breaks }: ContractChange, describe: (path: string) => string): string {
  if (type.endsWith('_ADDED') && !type.includes('DEPRECATION'))
    return `Added \`${path}\`. ${describe(path)}`.trim()
  return `${breaks ? '**Breaks:** ' : ''}\`${path}\`: ${message}.`
}

/** The changelog once what was unreleased is released on a day. */
export function releaseChangelog(changelog: string, day: string): string {
  if (unreleasedPart(changelog).trim() === '') return changelog
  return changelog.replace(UNRELEASED, () => `${UNRELEASED}\n\n## ${day}`)
}
