import {
  createCatalogue,
  type DefinitionProblem,
  findDefinition,
  findSourceReport,
  listTaskTypes,
  readDefinition,
} from '@marquee/domain/pipeline'
import {
  type AssumedSource,
  assumeFacts,
  type Catalogue,
  type PipelineDefinition,
  type PlannedTask,
  planPipeline,
  type SourceFacts,
} from '@marquee/media'
import { z } from 'zod'
import type { Context } from '../schema/index.ts'
import { findEditableVideo } from '../videos/index.ts'

/** What is to be planned: a definition as text, or by the name of one that is offered; and for which source. */
export interface PlanRequest {
  readonly document?: string | null | undefined
  readonly name?: string | null | undefined
  readonly videoId?: string | null | undefined
  readonly source?: AssumedSource | null | undefined
}

export interface PipelinePlan {
  readonly definition: PipelineDefinition | null
  readonly problems: readonly DefinitionProblem[]
  readonly tasks: readonly (PlannedTask & { readonly summary: string })[]
}

/** Null for strangers, and where there is no such pipeline or video, or none of theirs. */
export async function planDefinition(context: Context, request: PlanRequest): Promise<PipelinePlan | null> {
  if (!context.viewer) return null
  const catalogue = await readCatalogue(context)
  const read = await readRequested(context, request, catalogue)
  if (!read) return null
  if (!read.ok) return { definition: null, problems: read.problems, tasks: [] }
  const facts = await factsOf(context, request)
  if (facts === null) return null
  const plan = planPipeline(read.definition, catalogue, facts)
  if (!plan.ok) {
    const problems = plan.problems.map((problem) => ({ ...problem, line: null }))
    return { definition: read.definition, problems, tasks: [] }
  }
  const tasks = plan.tasks.map((task) => ({ ...task, summary: catalogue.find(task.type)?.summary ?? '' }))
  return { definition: read.definition, problems: [], tasks }
}

/** What the workers' program said that it can do. */
async function readCatalogue({ services }: Context): Promise<Catalogue> {
  const types = await listTaskTypes(services.database)
  return createCatalogue(
    types.map(({ contract, options }) => ({ contract, options: z.fromJSONSchema(options) })),
  )
}

async function readRequested(
  { services }: Context,
  { document, name }: PlanRequest,
  catalogue: Catalogue,
): Promise<ReturnType<typeof readDefinition> | null> {
  if (typeof document === 'string') return readDefinition(document, catalogue)
  const stored = typeof name === 'string' ? await findDefinition(services.database, name) : null
  if (!stored || stored.ok) return stored
  const problem = { code: 'FIELD_INVALID', task: null, field: null, line: null, message: stored.why } as const
  return { ok: false, name: name ?? null, problems: [problem] }
}

/** Undefined where nothing is said of a source; null where it may not be read. */
async function factsOf(
  context: Context,
  { videoId, source }: PlanRequest,
): Promise<SourceFacts | null | undefined> {
  if (source) return assumeFacts(source)
  if (typeof videoId !== 'string') return undefined
  const found = await findEditableVideo(context, videoId)
  if ('denied' in found) return null
  return (await findSourceReport(context.services.database, found.video.id))?.facts
}
