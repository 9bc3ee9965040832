import { CliWhoAmIDocument } from '@marquee/schema/graphql'
import { Command } from 'commander'
import { CliError } from '../connect/cli-error.ts'
import { createClient } from '../connect/create-client.ts'
import { findSettings } from '../connect/find-settings.ts'
import { runCommand } from '../output/run-command.ts'

export function whoamiCommand(): Command {
  return new Command('whoami')
    .description('Show the account that MARQUEE_EMAIL and MARQUEE_PASSWORD sign in, and where.')
    .option('--json', 'print one line of JSON')
    .action((options: { json?: boolean }) => runCommand(() => showViewer(options.json ?? false)))
}

async function showViewer(json: boolean): Promise<void> {
  const client = await createClient(findSettings())
  const { viewer } = await client.read(CliWhoAmIDocument, {})
  if (!viewer) throw new CliError('UNAUTHENTICATED', 'Sign in first.')
  const { name, email, role, channel } = viewer
  const handle = channel?.handle ?? null
  const account = {
    id: viewer.id,
    name,
    email,
    role: role.toLowerCase(),
    channel: handle,
    api: client.apiUrl,
  }
  process.stdout.write(json ? `${JSON.stringify(account)}\n` : describe(account))
}

function describe({ name, email, role, channel, api }: Record<string, string | null>): string {
  return `${name} <${email}>, ${role}${channel ? `, channel ${channel}` : ''}, at ${api}\n`
}
