import { readdir, readFile } from 'node:fs/promises'
import { basename, join, parse } from 'node:path'
import { type DefinitionProblem, type RefusedDefinition, readDefinition } from '@marquee/domain/pipeline'
import type { Catalogue, PipelineDefinition } from '@marquee/media'

/** What comes with Marquee. A file of the operator's with the same name in it takes its place. */
export const SHIPPED_DEFINITIONS = join(import.meta.dirname, '../../pipelines')

/** What the folders hold. */
export interface LoadedDefinitions {
  readonly definitions: readonly PipelineDefinition[]
  /** The file of each definition, by its name. */
  readonly files: ReadonlyMap<string, string>
  /** What cannot run, or cannot be read. */
  readonly refused: readonly RefusedDefinition[]
}

/**
 * Reads every `*.yaml`, `*.yml` and `*.json` of the folders; of two with the same name the later folder's. What is wrong with
 * one keeps no other from being read.
 */
export async function loadDefinitions(
  folders: readonly string[],
  catalogue: Catalogue,
): Promise<LoadedDefinitions> {
  const found = (await Promise.all(folders.map((folder) => readFolder(folder, catalogue)))).flat()
  const loaded = new Map(found.filter(isRead).map((one) => [one.definition.name, one]))
  return {
    definitions: [...loaded.values()].map(({ definition }) => definition),
    files: new Map([...loaded].map(([name, { file }]) => [name, file])),
    refused: found.flatMap((one) => (isRead(one) ? [] : [one])),
  }
}

interface ReadFile {
  readonly file: string
  readonly definition: PipelineDefinition
}
type Found = ReadFile | RefusedDefinition

function isRead(found: Found): found is ReadFile {
  return 'definition' in found
}

async function readFolder(folder: string, catalogue: Catalogue): Promise<Found[]> {
  const names = await attempt(readdir(folder))
  if (names instanceof Error) return [{ file: folder, name: null, problems: [names.message] }]
  const files = names.filter((name) => /\.(ya?ml|json)$/.test(name)).sort()
  const found = await Promise.all(files.map((name) => readOne(join(folder, name), catalogue)))
  return found.map((one, index) => refuseSecond(one, found.slice(0, index)))
}

async function readOne(file: string, catalogue: Catalogue): Promise<Found> {
  const text = await attempt(readFile(file, 'utf8'))
  if (text instanceof Error) return { file, name: parse(file).name, problems: [text.message] }
  const read = readDefinition(text, catalogue)
  if (read.ok) return { file, definition: read.definition }
  const problems = read.problems.map((problem) => inWords(file, problem))
  return { file, name: read.name ?? parse(file).name, problems }
}

function refuseSecond(found: Found, before: readonly Found[]): Found {
  if (!isRead(found)) return found
  const { file, definition } = found
  const first = before.filter(isRead).find((one) => one.definition.name === definition.name)
  if (!first) return found
  const problem = `${basename(file)}: «${definition.name}» is already the name of ${basename(first.file)}.`
  return { file, name: definition.name, problems: [problem] }
}

/** The error of a file that is not there, or that we may not read. */
function attempt<Value>(work: Promise<Value>): Promise<Value | Error> {
  return work.catch((error: unknown) => {
    if (error instanceof Error) return error
    throw error
  })
}

function inWords(file: string, { line, task, field, message }: DefinitionProblem): string {
  const place = line === null ? basename(file) : `${basename(file)}:${line}`
  const where = [task === null ? '' : `task ${task}`, field ?? ''].filter(Boolean).join(', ')
  return where === '' ? `${place}: ${message}` : `${place}: ${where}: ${message}`
}
