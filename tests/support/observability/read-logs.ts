import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** What an installation's programs have written: the text of each file, by the program's name. */
export async function readLogs(home: string): Promise<ReadonlyMap<string, string>> {
  const folder = path.join(home, 'logs')
  const files = await readdir(folder)
  const texts = files.map(
    async (file) => [path.parse(file).name, await readFile(path.join(folder, file), 'utf8')] as const,
  )
  return new Map(await Promise.all(texts))
}

export type LogLine = Readonly<Record<string, unknown>>

/** The lines of one program that are JSON, as all of our own are. */
export function readLines(text: string | undefined): LogLine[] {
  return (text ?? '')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine)
}
