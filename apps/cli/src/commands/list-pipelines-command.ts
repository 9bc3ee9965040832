import { CliPipelinesDocument } from '@marquee/schema/graphql'
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
  const lines = json
    ? [JSON.stringify(found)]
    : found.map(({ name, version, description }) => `${name} ${version}  ${description ?? ''}`.trimEnd())
  process.stdout.write(`${lines.join('\n')}\n`)
}
