import type { Transaction } from '../database/create-database.ts'

/** A file of definitions that the dispatcher did not take, and why. */
export interface RefusedDefinition {
  readonly file: string
  /** What it calls itself, or would by its file's name; null where it may be several. */
  readonly name: string | null
  /** A line each, with the line of the file, the task and the field. */
  readonly problems: readonly string[]
}

/** Tells every program what the last dispatcher to start has refused. */
export async function recordRefusals(tx: Transaction, refused: readonly RefusedDefinition[]): Promise<void> {
  await tx.pipelineRefusal.deleteMany()
  await tx.pipelineRefusal.createMany({
    data: refused.map(({ file, name, problems }) => ({ file, name, problems: [...problems] })),
  })
}

/** By file; empty where every definition was taken. */
export async function listRefusals(
  tx: Transaction,
): Promise<(RefusedDefinition & { readonly refusedAt: Date })[]> {
  return tx.pipelineRefusal.findMany({ orderBy: { file: 'asc' } })
}
