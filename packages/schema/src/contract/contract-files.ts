import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { DeclaredBreak } from './declared-breaks.ts'

const folder = path.resolve(import.meta.dirname, '../../graphql')

/** Where the contract with developers is kept. */
export const CONTRACT_FILES = {
  /** As the API prints it. */
  schema: path.join(folder, 'schema.graphql'),
  /** As it was at the newest release in the changelog. */
  released: path.join(folder, 'released.graphql'),
  breaks: path.join(folder, 'breaking-changes.json'),
  /** What earlier releases of our applications send. */
  documents: path.join(folder, 'released-documents.json'),
  changelog: path.resolve(folder, '../../../docs/api/CHANGELOG.md'),
} as const

export interface Contract {
  readonly schema: string
  readonly released: string
  readonly declared: readonly DeclaredBreak[]
  readonly changelog: string
}

export async function readContract(): Promise<Contract> {
  const text = (file: string) => readFile(file, 'utf8')
  return {
    schema: await text(CONTRACT_FILES.schema),
    released: await text(CONTRACT_FILES.released),
    declared: JSON.parse(await text(CONTRACT_FILES.breaks)),
    changelog: await text(CONTRACT_FILES.changelog),
  }
}
