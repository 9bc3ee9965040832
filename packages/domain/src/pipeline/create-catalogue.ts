import type { Catalogue, OptionProblem, Options, TaskTypeContract } from '@marquee/media'
import type { z } from 'zod'

/** A type of task, and what its options must be. */
export interface CatalogueEntry {
  readonly contract: TaskTypeContract
  readonly options: z.ZodType
}

export function createCatalogue(entries: Iterable<CatalogueEntry>): Catalogue {
  const byType = new Map([...entries].map((entry) => [entry.contract.type, entry]))
  return {
    find: (type) => byType.get(type)?.contract,
    types: [...byType.keys()],
    checkOptions(type, options) {
      const entry = byType.get(type)
      return entry ? problemsOf(entry.options, options) : []
    },
  }
}

function problemsOf(schema: z.ZodType, options: Options): OptionProblem[] {
  const parsed = schema.safeParse(options)
  return (parsed.error?.issues ?? []).map(({ path, message }) => ({ field: path.join('.'), message }))
}
