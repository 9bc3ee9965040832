import type { Database } from '@marquee/domain'
import { saveDefinitions } from '@marquee/domain/pipeline'
import { SAMPLE_CATALOGUE, SAMPLE_PIPELINE } from '@marquee/domain/testing'

/** Offers the sample pipeline under these names, as a dispatcher does when it starts; its types take one option, `speed`. */
export async function offerPipelines(database: Database, names: readonly string[]): Promise<void> {
  const types = SAMPLE_CATALOGUE.types.flatMap((type) => SAMPLE_CATALOGUE.find(type) ?? [])
  const options = {
    type: 'object',
    properties: { speed: { type: 'integer' } },
    additionalProperties: false,
  }
  await database.$transaction((tx) =>
    saveDefinitions(
      tx,
      names.map((name) => ({ ...SAMPLE_PIPELINE, name })),
      types.map((contract) => ({ contract, options })),
    ),
  )
}
