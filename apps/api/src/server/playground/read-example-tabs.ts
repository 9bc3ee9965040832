import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

export interface ExampleTab {
  readonly query: string
  readonly variables?: string
}

/** What a newcomer meets first, in this order; the rest follows by name. The first is public, so that it answers at once. */
const FIRST = ['newest-videos', 'who-am-i', 'create-upload', 'presign-upload-parts', 'complete-upload']

/** Where an image leaves the documents out. */
const FALLBACK: ExampleTab = {
  query: '{\n  videos(first: 5) {\n    nodes {\n      id\n      title\n    }\n  }\n}\n',
}

/** Files that the test suite runs. */
const FOLDER = path.resolve(import.meta.dirname, '../../../../../docs/examples')

/** Tabs that the playground opens with: every operation of docs/examples. */
export async function readExampleTabs(): Promise<ExampleTab[]> {
  const files = await readdir(FOLDER).catch(() => [])
  const names = files.filter((name) => name.endsWith('.graphql')).map((name) => path.parse(name).name)
  if (names.length === 0) return [FALLBACK]
  const rest = names.filter((name) => !FIRST.includes(name)).sort()
  return Promise.all([...FIRST, ...rest].map(readTab))
}

async function readTab(name: string): Promise<ExampleTab> {
  const query = await readFile(path.join(FOLDER, `${name}.graphql`), 'utf8')
  const sample = /^# variables: (\{.*\})/m.exec(query)?.[1]
  return sample ? { query, variables: JSON.stringify(JSON.parse(sample), null, 2) } : { query }
}
