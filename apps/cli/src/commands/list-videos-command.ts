import { CliVideosDocument, type CliVideosQuery } from '@marquee/schema/graphql'
import { Command, InvalidArgumentError } from 'commander'
import { createClient } from '../connect/create-client.ts'
import { findSettings } from '../connect/find-settings.ts'
import { runCommand } from '../output/run-command.ts'
import { barePublicId } from '../output/upload-result.ts'

interface ListOptions {
  readonly first: number
  readonly after?: string
  readonly json?: boolean
}

type Page = NonNullable<NonNullable<CliVideosQuery['viewer']>['channel']>['videos']

export function listVideosCommand(): Command {
  return new Command('list')
    .description('List your videos, newest first.')
    .option('-n, --first <count>', 'how many, at most 100', parseCount, 20)
    .option('--after <cursor>', 'go on behind this cursor, which a page before printed')
    .option('--json', 'print one line of JSON: {"videos","endCursor"}')
    .action((options: ListOptions) => runCommand(() => listVideos(options)))
}

async function listVideos({ first, after, json }: ListOptions): Promise<void> {
  const client = await createClient(findSettings())
  const { viewer } = await client.read(CliVideosDocument, { first, after: after ?? null })
  const page: Page = viewer?.channel?.videos ?? {
    nodes: [],
    pageInfo: { hasNextPage: false, endCursor: null },
  }
  process.stdout.write(json ? `${JSON.stringify(toJson(page))}\n` : describePage(page))
}

function toJson({ nodes, pageInfo }: Page) {
  const videos = nodes.map((video) => ({ ...video, id: barePublicId(video.id) }))
  return { videos, endCursor: pageInfo.hasNextPage ? pageInfo.endCursor : null }
}

function describePage({ nodes, pageInfo }: Page): string {
  if (nodes.length === 0) return 'No videos yet. Upload one: marquee upload FILE --title TITLE\n'
  const lines = nodes.map(({ id, status, visibility, title }) =>
    [barePublicId(id), status.toLowerCase().padEnd(10), visibility.toLowerCase().padEnd(8), title].join('  '),
  )
  const more = pageInfo.hasNextPage ? [`More: --after ${pageInfo.endCursor}`] : []
  return `${[...lines, ...more].join('\n')}\n`
}

function parseCount(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= 100) return count
  throw new InvalidArgumentError('Give a number from 1 to 100.')
}
