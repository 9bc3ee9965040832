import type { Catalogue, OptionProblem, Options, RequiredItem, TaskTypeContract } from '@marquee/media'
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
      return entry ? problemsOf(entry, options) : []
    },
  }
}

function problemsOf({ contract, options: schema }: CatalogueEntry, options: Options): OptionProblem[] {
  const parsed = schema.safeParse(options)
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
  const { requiredItems = [] } = contract
  return requiredItems
    .filter((one) => !isListed(one, parsed.data))
    .map(({ option, list, item }) => ({ field: option, message: `needs «${item}» among the ${list}` }))
}

function isListed({ option, list, item }: RequiredItem, options: unknown): boolean {
  const given = new Map<string, unknown>(Object.entries(options ?? {}))
  const items = given.get(list)
  return given.get(option) !== true || (Array.isArray(items) && items.includes(item))
}
