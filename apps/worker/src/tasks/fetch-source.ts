import { join } from 'node:path'
import { z } from 'zod'
import type { FilmSource, Stores, TaskContext, TaskRequest } from './task-context.ts'

/** Name of the upload in a task's folder; never anything that a stranger chose. */
export const SOURCE_FILE = 'source'

/** Puts what the film is made of into the task's folder and answers its path. Programs know it as SOURCE_FILE. */
export async function fetchSource({ source, cache, folder, signal }: TaskContext): Promise<string> {
  const path = join(folder, SOURCE_FILE)
  await cache.fetch(source.store, source.key, path, signal)
  return path
}

/** Of an ARTEFACTS.facts, which inspection makes. */
const brokenFacts = z.object({ broken: z.object({ part: z.object({ key: z.string() }) }) })

/** What a task reads as its source: whatever it was told of the film is told of that. */
export function sourceOf({ inputs, sourceKey }: TaskRequest, stores: Stores): FilmSource {
  const facts = inputs.find(({ kind }) => kind === 'facts')
  const found = brokenFacts.safeParse(facts?.value).data
  if (found) return { store: stores.temporary, key: found.broken.part.key }
  return { store: stores.originals, key: sourceKey }
}
