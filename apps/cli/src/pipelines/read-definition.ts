import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { CliError } from '../connect/cli-error.ts'

/** What a plan is asked for: the text of a definition, or the name of one that is offered. */
export type AskedDefinition = { readonly document: string } | { readonly name: string }

/** The API takes no longer ones, and a film that was named by mistake is not read into memory. */
const MAX_BYTES = 100_000

/** What a definition may be called, as packages/jobs reads it: anything else can only be a file. */
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

/** Reads a file that is there; anything else is the name of a pipeline. @throws CliError */
export async function readDefinition(folder: string, definition: string): Promise<AskedDefinition> {
  const file = path.resolve(folder, definition)
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) {
    if (NAME.test(definition)) return { name: definition }
    throw new CliError('FILE_NOT_FOUND', `There is no file ${file} that can be read. Check its name.`)
  }
  if (found.size > MAX_BYTES)
    throw new CliError('FILE_UNREADABLE', `${file} is longer than a definition may be: ${MAX_BYTES} bytes.`)
  try {
    return { document: await readFile(file, 'utf8') }
  } catch (cause) {
    throw new CliError('FILE_UNREADABLE', `${file} cannot be read. Check who may read it.`, { cause })
  }
}
