import type { PipelineDefinition } from '@marquee/media'
import { z } from 'zod'

const name = z.string()
const task = z.looseObject({
  name,
  type: name,
  inputs: z.array(name),
  after: z.array(name).optional(),
  outputs: z.array(name),
  each: name.optional(),
  when: z.record(z.string(), z.json()).optional(),
  essential: z.boolean().optional(),
  demands: z.looseObject({ memoryMb: z.number().optional(), encoders: z.array(name).optional() }).optional(),
  options: z.record(z.string(), z.json()).optional(),
})

/** Fields that a newer program added stay in it; what the others mean is planPipeline's to judge. */
const document: z.ZodType<PipelineDefinition> = z.looseObject({
  name,
  version: z.number(),
  description: z.string().optional(),
  tasks: z.array(task),
})

/** A definition that was read, or in words why it could not be. */
export type StoredDefinition =
  | { readonly ok: true; readonly definition: PipelineDefinition }
  | { readonly ok: false; readonly why: string }

/** Reads the `document` of a definition or of a run, which a program of another version may have written. */
export function readStoredDefinition(stored: unknown): StoredDefinition {
  const parsed = document.safeParse(stored)
  if (parsed.success) return { ok: true, definition: parsed.data }
  return { ok: false, why: `The stored definition cannot be read: ${z.prettifyError(parsed.error)}` }
}
