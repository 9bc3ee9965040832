import { CliPipelinesDocument, type CliPipelinesQuery } from '@marquee/schema/graphql'
import { Command } from 'commander'
import { createClient } from '../connect/create-client.ts'
import { findSettings } from '../connect/find-settings.ts'
import { runCommand } from '../output/run-command.ts'

export function listPipelinesCommand(): Command {
  return new Command('list')
    .description('List the pipelines that uploads may ask for.')
    .option('--json', 'print one line of JSON')
    .action(({ json }: { readonly json?: boolean }) => runCommand(() => listPipelines(json ?? false)))
}

async function listPipelines(json: boolean): Promise<void> {
  const client = await createClient(findSettings())
  const { pipelines } = await client.read(CliPipelinesDocument, {})
  const found = pipelines ?? []
  process.stdout.write(json ? `${JSON.stringify(found)}\n` : describe(found))
}

function describe(pipelines: NonNullable<CliPipelinesQuery['pipelines']>): string {
  if (pipelines.length === 0)
    return 'No pipeline is offered: a dispatcher offers what it knows when it starts.\n'
  const width = Math.max(...pipelines.map(({ name }) => name.length))
  const lines = pipelines.map(({ name, version, description }) =>
    `${name.padEnd(width)}  ${version}  ${description ?? ''}`.trimEnd(),
  )
  return `${lines.join('\n')}\n`
}
