import type { PipelineDefinition, TaskTypeContract } from '@marquee/media'
import type { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { readStoredDefinition, type StoredDefinition } from './stored-definition.ts'

/** The pipeline of whoever asks for none. */
export const DEFAULT_PIPELINE = 'standard'

/** A type of task as data; `options` is a JSON Schema. */
export interface StoredTaskType {
  readonly contract: TaskTypeContract
  readonly options: Readonly<Record<string, unknown>>
}

/** What saving definitions has changed of what is offered, besides what is new. */
export interface SavedDefinitions {
  /** Not taken, because their version said something else before: what was offered by their names still is. */
  readonly changed: readonly PipelineDefinition[]
  /** Offered no more; `by` is the older version that is in its place, null where none is. */
  readonly withdrawn: readonly {
    readonly name: string
    readonly version: number
    readonly by: number | null
  }[]
}

/**
 * Makes definitions and types known to every program, and offers these for new runs, and no others. Runs keep the
 * definition that they began with.
 * @param refused names of definitions that could not be read, null for one that could be any: of these too what was offered
 *   still is, whatever another file makes of the name
 */
export async function saveDefinitions(
  tx: Transaction,
  definitions: readonly PipelineDefinition[],
  types: readonly StoredTaskType[],
  refused: readonly (string | null)[] = [],
): Promise<SavedDefinitions> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('pipeline_definition'))`
  await saveTypes(tx, types)
  const before = await tx.pipelineDefinition.findMany({
    where: { isOffered: true },
    select: { name: true, version: true },
    orderBy: { name: 'asc' },
  })
  const isKept = ({ name }: { readonly name: string }) => refused.includes(null) || refused.includes(name)
  const kept = new Set(before.filter(isKept).map(({ name }) => name))
  const taken: PipelineDefinition[] = []
  const changed: PipelineDefinition[] = []
  for (const definition of definitions.filter(({ name }) => !kept.has(name)))
    ((await saveDefinition(tx, definition)) ? taken : changed).push(definition)
  for (const { name } of changed) kept.add(name)
  await offer(tx, taken, [...kept])
  return { changed, withdrawn: before.flatMap((one) => (kept.has(one.name) ? [] : withdraw(one, taken))) }
}

/** A version that goes back is somebody else's file, or one of before. */
function withdraw(
  { name, version }: Pick<PipelineDefinition, 'name' | 'version'>,
  taken: readonly PipelineDefinition[],
): SavedDefinitions['withdrawn'] {
  const by = taken.find((definition) => definition.name === name)?.version ?? null
  return by === null || by < version ? [{ name, version, by }] : []
}

/** Whether it is stored as it is now. */
async function saveDefinition(tx: Transaction, definition: PipelineDefinition): Promise<boolean> {
  const { name, version } = definition
  const document = JSON.stringify(definition)
  await tx.$executeRaw`
    INSERT INTO pipeline_definition (name, version, document) VALUES (${name}, ${version}, ${document}::jsonb)
    ON CONFLICT DO NOTHING`
  const same = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM pipeline_definition
     WHERE name = ${name} AND version = ${version} AND document = ${document}::jsonb`
  return same.length > 0
}

async function offer(
  tx: Transaction,
  definitions: readonly PipelineDefinition[],
  kept: string[],
): Promise<void> {
  const offered = definitions.map(({ name, version }) => ({ name, version }))
  await tx.pipelineDefinition.updateMany({
    where: { isOffered: true, name: { notIn: kept }, NOT: { OR: offered } },
    data: { isOffered: false },
  })
  await tx.pipelineDefinition.updateMany({
    where: { isOffered: false, OR: offered },
    data: { isOffered: true },
  })
}

async function saveTypes(tx: Transaction, types: readonly StoredTaskType[]): Promise<void> {
  for (const { contract, options } of types) {
    const data = {
      contract: contract as unknown as Prisma.InputJsonObject,
      options: options as Prisma.InputJsonObject,
    }
    await tx.pipelineTaskType.upsert({
      where: { type: contract.type },
      create: { type: contract.type, ...data },
      update: { ...data, loadedAt: new Date() },
    })
  }
}

/** A version of a definition, by default the one that is offered, or why it cannot be read; null where there is none. */
export async function findDefinition(
  tx: Transaction,
  name: string,
  version: number | null = null,
): Promise<StoredDefinition | null> {
  const row = await tx.pipelineDefinition.findFirst({
    where: { name, ...(version === null ? { isOffered: true } : { version }) },
    orderBy: { version: 'desc' },
  })
  if (!row) return null
  const read = readStoredDefinition(row.document)
  return read.ok ? read : { ok: false, why: `${row.name}, version ${row.version}: ${read.why}` }
}

/** Whether new runs may ask for it. The default always may: a dispatcher that is about to start will offer it. */
export async function isPipelineOffered(tx: Transaction, name: string): Promise<boolean> {
  return (
    name === DEFAULT_PIPELINE || (await tx.pipelineDefinition.count({ where: { name, isOffered: true } })) > 0
  )
}

/** A definition that is offered and that this program cannot read: one of another version stored it. */
export interface UnreadableDefinition {
  readonly name: string
  readonly version: number
  /** In English, for people who run Marquee. */
  readonly why: string
}

interface OfferedDefinitions {
  readonly definitions: readonly PipelineDefinition[]
  readonly unreadable: readonly UnreadableDefinition[]
}

/** Everything that is offered, by name. What is wrong with one keeps no other from being listed. */
export async function listDefinitions(tx: Transaction): Promise<OfferedDefinitions> {
  const rows = await tx.pipelineDefinition.findMany({ where: { isOffered: true }, orderBy: { name: 'asc' } })
  const read = rows.map((row) => ({ row, stored: readStoredDefinition(row.document) }))
  return {
    definitions: read.flatMap(({ stored }) => (stored.ok ? [stored.definition] : [])),
    unreadable: read.flatMap(({ row: { name, version }, stored }) =>
      stored.ok ? [] : [{ name, version, why: stored.why }],
    ),
  }
}

/** A definition that is offered no more, by any version, while channels still ask for it: they get the default. */
export interface WithdrawnDefinition {
  readonly name: string
  /** The newest that was. */
  readonly version: number
}

/** By name. Channels are looked through for names that are not offered alone: usually there is none. */
export async function listWithdrawn(tx: Transaction): Promise<WithdrawnDefinition[]> {
  return tx.$queryRaw<WithdrawnDefinition[]>`
    SELECT name, max(version) AS version FROM pipeline_definition d
     GROUP BY name
    HAVING NOT bool_or(is_offered) AND name <> ${DEFAULT_PIPELINE} AND EXISTS (SELECT 1 FROM channel c WHERE c.pipeline = d.name)
     ORDER BY name`
}

/** All types of task that the workers' program knows. */
export async function listTaskTypes(tx: Transaction): Promise<StoredTaskType[]> {
  const rows = await tx.pipelineTaskType.findMany({ orderBy: { type: 'asc' } })
  return rows.map(({ contract, options }) => ({
    contract: contract as unknown as TaskTypeContract,
    options: options as Readonly<Record<string, unknown>>,
  }))
}
