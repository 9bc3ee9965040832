import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

export type Example = {
  /** File name without its ending: `watch-video`. */
  name: string
  /** The file's first line: what it is for. */
  purpose: string
  text: string
}

export type Examples = {
  operations: Example[]
  /** Programs, by file name: `upload-to-play.ts`. */
  programs: ReadonlyMap<string, string>
}

/** Files that the test suite runs; the same that the playground opens with. */
const FOLDER = path.resolve(process.cwd(), '../../docs/examples')

/** The address that the files are written for. */
const WRITTEN_FOR = 'http://localhost:3000'

/** Everything in docs/examples, with this installation's own address. Null where an image leaves the documents out. */
export async function readExamples(): Promise<Examples | null> {
  const names = await readdir(FOLDER).catch(() => null)
  if (!names) return null
  const here = process.env.PUBLIC_WEB_URL ?? WRITTEN_FOR
  const files = await Promise.all(
    names.sort().map(async (name) => {
      const text = await readFile(path.join(FOLDER, name), 'utf8')
      return { name, text: text.replaceAll(WRITTEN_FOR, here) }
    }),
  )
  return {
    operations: files.filter(({ name }) => name.endsWith('.graphql')).map(asOperation),
    programs: new Map(files.map(({ name, text }) => [name, text])),
  }
}

function asOperation({ name, text }: { name: string; text: string }): Example {
  const [purpose = '', ...rest] = text.split('\n')
  return {
    name: name.replace('.graphql', ''),
    purpose: purpose.replace(/^# */, ''),
    text: rest.filter((line) => !line.startsWith('#')).join('\n'),
  }
}
