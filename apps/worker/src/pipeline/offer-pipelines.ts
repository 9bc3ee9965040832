import { type RefusedDefinition, recordRefusals, saveDefinitions } from '@marquee/domain/pipeline'
import type { PipelineDefinition } from '@marquee/media'
import { z } from 'zod'
import type { Services } from '../program/services.ts'
import { CATALOGUE, TASK_TYPES } from '../tasks/task-types.ts'
import { loadDefinitions } from './load-definitions.ts'

/**
 * Reads the definitions of the folders and tells every program of them. A file that cannot be taken changes nothing of what is
 * offered, stands in the log and in PostgreSQL, and keeps neither the others nor this program from their work.
 */
export async function offerPipelines(
  { database, logger }: Pick<Services, 'database' | 'logger'>,
  folders: readonly string[],
): Promise<readonly RefusedDefinition[]> {
  const { definitions, files, refused } = await loadDefinitions(folders, CATALOGUE)
  const types = TASK_TYPES.map(({ contract, options }) => ({ contract, options: z.toJSONSchema(options) }))
  const { all, withdrawn } = await database.$transaction(async (tx) => {
    const names = refused.map(({ name }) => name)
    const { changed, withdrawn } = await saveDefinitions(tx, definitions, types, names)
    const all = [...refused, ...changed.map((definition) => refuseChange(definition, files))]
    await recordRefusals(tx, all)
    return { all, withdrawn }
  })
  for (const { name, version, by } of withdrawn)
    logger.warn({ pipeline: name, version, by, folders }, 'a pipeline is offered no more')
  for (const { file, problems } of all) logger.error({ file, problems }, 'a pipeline was not taken')
  return all
}

function refuseChange(
  { name, version }: PipelineDefinition,
  files: ReadonlyMap<string, string>,
): RefusedDefinition {
  const problem = `${name} ${version} was loaded before with other contents: give it the version ${version + 1}.`
  return { file: files.get(name) ?? name, name, problems: [problem] }
}
