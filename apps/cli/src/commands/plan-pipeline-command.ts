import {
  type AssumedSourceInput,
  CliPipelinePlanDocument,
  type CliPipelinePlanQuery,
} from '@marquee/schema/graphql'
import { Command } from 'commander'
import { CliError } from '../connect/cli-error.ts'
import { type Client, createClient } from '../connect/create-client.ts'
import { findSettings } from '../connect/find-settings.ts'
import { runCommand } from '../output/run-command.ts'
import { describePlan, describeProblems } from '../pipelines/describe-plan.ts'
import { type AskedDefinition, readDefinition } from '../pipelines/read-definition.ts'
import { type PlannedSource, readSource } from '../pipelines/read-source.ts'

interface PlanOptions {
  readonly video?: string
  readonly json?: boolean
}

type Plan = NonNullable<CliPipelinePlanQuery['pipelinePlan']>

export function planPipelineCommand(): Command {
  return new Command('plan')
    .description('Show what a pipeline definition does: its stages, what runs at once, and what it costs.')
    .argument(
      '<definition>',
      'a YAML or JSON file, relative to here, or the name of a pipeline that is offered',
    )
    .option('--video <video>', 'plan for this source: a file, or the id of a video of yours')
    .option('--json', 'print the plan as one line of JSON')
    .action((definition: string, options: PlanOptions) => runCommand(() => planPipeline(definition, options)))
}

async function planPipeline(definition: string, { video, json }: PlanOptions): Promise<void> {
  const settings = findSettings()
  const asked = await readDefinition(settings.folder, definition)
  const source = video === undefined ? null : await readSource(settings.folder, video)
  const plan = await askForPlan(await createClient(settings), asked, source)
  if (source && 'isSound' in source && source.isSound && wantsPictures(plan))
    throw new CliError('SOURCE_NO_VIDEO', `${video} has no picture. «audio» takes it as it is.`)
  if (json) process.stdout.write(`${JSON.stringify(plan)}\n`)
  if (plan.problems.length > 0) {
    process.stderr.write(describeProblems(definition, plan.problems))
    process.exitCode = 1
  } else if (!json)
    process.stdout.write(describePlan(plan, { isVideo: source !== null && 'videoId' in source }))
}

/** Whether it is inspected as a film, which a sound alone is refused as. */
function wantsPictures({ stages }: Plan): boolean {
  return stages.some(({ tasks }) => tasks.some(({ type }) => type === 'inspect'))
}

type PlanInput = { readonly videoId?: string; readonly source?: AssumedSourceInput }

function inputOf(source: PlannedSource | null): PlanInput {
  if (!source) return {}
  return 'videoId' in source ? { videoId: source.videoId } : { source: source.source }
}

async function askForPlan(
  client: Client,
  asked: AskedDefinition,
  source: PlannedSource | null,
): Promise<Plan> {
  const planOf = async (input: AskedDefinition & PlanInput) =>
    (await client.read(CliPipelinePlanDocument, { input })).pipelinePlan
  const plan = await planOf({ ...asked, ...inputOf(source) })
  if (plan) return plan
  // One answer for what is not there and for what is not ours; the name alone tells which of the two it is of.
  if ('name' in asked && (await planOf(asked)) === null)
    throw new CliError(
      'PIPELINE_UNKNOWN',
      `There is no file and no pipeline called ${asked.name}. «marquee pipeline list» says what is offered.`,
    )
  throw new CliError('VIDEO_NOT_FOUND', 'There is no file by that name, and no video of yours by that id.')
}
