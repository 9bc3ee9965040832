import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type DefinitionProblem, readDefinition } from '@marquee/jobs'
import type { Catalogue, PipelineDefinition } from '@marquee/media'

/** What comes with Marquee. A file of the operator's with the same name in it takes its place. */
export const SHIPPED_DEFINITIONS = join(import.meta.dirname, '../../pipelines')

/** Definitions that cannot run: one line for each problem, which names file, line, task and field. */
export class InvalidDefinitions extends Error {
  override readonly name = 'InvalidDefinitions'

  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`Pipelines that cannot run:\n${problems.join('\n')}`)
    this.problems = problems
  }
}

/** Reads every `*.yaml`, `*.yml` and `*.json` of the folders; of two with the same name the later folder's. @throws InvalidDefinitions */
export async function loadDefinitions(
  folders: readonly string[],
  catalogue: Catalogue,
): Promise<readonly PipelineDefinition[]> {
  const found = new Map<string, PipelineDefinition>()
  const problems: string[] = []
  for (const folder of folders) {
    const here = new Map<string, string>()
    for (const file of await definitionFiles(folder)) {
      const read = readDefinition(await readFile(join(folder, file), 'utf8'), catalogue)
      if (!read.ok) {
        problems.push(...read.problems.map((problem) => inWords(file, problem)))
        continue
      }
      const { name } = read.definition
      const other = here.get(name)
      if (other) problems.push(`${file}: «${name}» is already the name of ${other}.`)
      here.set(name, file)
      found.set(name, read.definition)
    }
  }
  if (problems.length > 0) throw new InvalidDefinitions(problems)
  return [...found.values()]
}

async function definitionFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder)
  return names.filter((name) => /\.(ya?ml|json)$/.test(name)).sort()
}

function inWords(file: string, { line, task, field, message }: DefinitionProblem): string {
  const place = line === null ? basename(file) : `${basename(file)}:${line}`
  const where = [task === null ? '' : `task ${task}`, field ?? ''].filter(Boolean).join(', ')
  return where === '' ? `${place}: ${message}` : `${place}: ${where}: ${message}`
}
