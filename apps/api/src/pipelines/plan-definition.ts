import { watermarkOf } from '@marquee/domain/channels'
import {
  createCatalogue,
  type DefinitionProblem,
  findDefinition,
  findSourceReport,
  listTaskTypes,
  readDefinition,
} from '@marquee/domain/pipeline'
import type { VideoRow } from '@marquee/domain/videos'
import {
  type Asked,
  type AssumedSource,
  assumeFacts,
  type Catalogue,
  NOTHING_ASKED,
  openMarks,
  type PipelineDefinition,
  type PlannedTask,
  planPipeline,
  type SourceFacts,
} from '@marquee/media'
import { z } from 'zod'
import { channelByOwner, freshChannel } from '../channels/index.ts'
import type { Context, Viewer } from '../schema/index.ts'
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
  const { viewer } = context
  if (!viewer) return null
  const catalogue = await readCatalogue(context)
  const read = await readRequested(context, request, catalogue)
  if (!read) return null
  if (!read.ok) return { definition: null, problems: read.problems, tasks: [] }
  const video = await findVideo(context, request)
  if (video === null) return null
  const facts = await factsOf(context, request, video)
  const asked = await askedOf(context, viewer, video)
  const open = request.source ? openMarks(request.source) : undefined
  const plan = planPipeline(read.definition, catalogue, facts, asked, open)
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

/** Undefined where none is asked about; null where it may not be read. */
async function findVideo(
  context: Context,
  { videoId, source }: PlanRequest,
): Promise<VideoRow | null | undefined> {
  if (source || typeof videoId !== 'string') return undefined
  const found = await findEditableVideo(context, videoId)
  return 'denied' in found ? null : found.video
}

/** Undefined where nothing is known of a source. */
async function factsOf(
  { services }: Context,
  { source }: PlanRequest,
  video: VideoRow | undefined,
): Promise<SourceFacts | undefined> {
  if (source) return assumeFacts(source)
  return video && (await findSourceReport(services.database, video.id))?.facts
}

/** By the channel of the video, or by the one that the viewer would upload to. */
async function askedOf(context: Context, viewer: Viewer, video: VideoRow | undefined): Promise<Asked> {
  const channel = await (video
    ? freshChannel(context, video.channel.publicId)
    : channelByOwner(context).load(viewer.accountId))
  if (!channel) return NOTHING_ASKED
  return { watermark: watermarkOf(channel) !== null, downloads: channel.viewersMayDownload }
}
