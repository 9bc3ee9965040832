import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { CliPipelinePlanDocument } from '@marquee/schema/graphql'
import { Command } from 'commander'
import { CliError } from '../connect/cli-error.ts'
import { createClient } from '../connect/create-client.ts'
import { findSettings } from '../connect/find-settings.ts'
import { runCommand } from '../output/run-command.ts'
import { describePlan, describeProblems } from '../pipelines/describe-plan.ts'
import { readSource } from '../pipelines/read-source.ts'

interface PlanOptions {
  readonly video?: string
  readonly json?: boolean
}

export function planPipelineCommand(): Command {
  return new Command('plan')
    .description('Show what a pipeline definition does: its stages, what runs at once, and what it costs.')
    .argument(
      '<definition>',
      'a YAML or JSON file, relative to here, or the name of a pipeline that is offered',
    )
    .option('--video <video>', 'plan for this source: a file, or the id of a video of yours')
    .option('--json', 'print the plan as one line of JSON')
    .action((definition: string, options: PlanOptions) => runCommand(() => planPipeline(definition, options)))
}

async function planPipeline(definition: string, { video, json }: PlanOptions): Promise<void> {
  const settings = findSettings()
  const document = await readDefinitionFile(path.resolve(settings.folder, definition))
  const source = video === undefined ? {} : await readSource(settings.folder, video)
  const client = await createClient(settings)
  const input = { ...(document === null ? { name: definition } : { document }), ...source }
  const { pipelinePlan: plan } = await client.read(CliPipelinePlanDocument, { input })
  if (!plan)
    throw new CliError(
      'NOT_FOUND',
      `There is no file, pipeline or video of yours by that name: ${definition} ${video ?? ''}`.trim(),
    )
  if (json) process.stdout.write(`${JSON.stringify(plan)}\n`)
  if (plan.problems.length > 0) {
    process.stderr.write(describeProblems(definition, plan.problems))
    process.exitCode = 1
  } else if (!json) process.stdout.write(describePlan(plan))
}

/** Null where there is no such file: then it may be a name. */
async function readDefinitionFile(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new CliError('FILE_UNREADABLE', `${file} cannot be read: ${String(error)}`)
  }
}
