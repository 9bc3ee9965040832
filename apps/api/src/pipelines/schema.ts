import { DEFAULT_PIPELINE, type DefinitionProblem, listDefinitions } from '@marquee/domain/pipeline'
import { type PipelineDefinition, type PlannedTask, type Rung, toNumber } from '@marquee/media'
import { builder } from '../schema/index.ts'
import { type PipelinePlan, planDefinition } from './plan-definition.ts'

const PipelineRef = builder.objectRef<PipelineDefinition>('Pipeline').implement({
  description:
    'A way from an upload to what is published. Defined in a file; see docs/operations/pipelines.md.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What uploads and channels call it.' }),
    version: t.exposeInt('version', { description: 'Grows with every change of the file.' }),
    isDefault: t.boolean({
      description: 'Whether it is what uploads go through that ask for none.',
      resolve: ({ name }) => name === DEFAULT_PIPELINE,
    }),
    description: t.string({
      nullable: true,
      description: 'What it is for, as its file says.',
      resolve: ({ description }) => description ?? null,
    }),
  }),
})

const PipelineProblemRef = builder.objectRef<DefinitionProblem>('PipelineProblem').implement({
  description: 'Why a definition cannot run.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable: CYCLE, INPUT_MISSING, OPTION_INVALID, ….' }),
    task: t.exposeString('task', { nullable: true, description: 'Name of the task that is at fault.' }),
    field: t.exposeString('field', { nullable: true, description: 'Its field: `inputs`, `options.crf`.' }),
    line: t.exposeInt('line', { nullable: true, description: 'Of the document, from 1.' }),
    message: t.exposeString('message', { description: 'One sentence, in English.' }),
  }),
})

const TaskDecisionRef = builder.enumType('TaskDecision', {
  description: 'Whether a task of a plan will run.',
  values: {
    RUN: { value: 'run', description: 'It will.' },
    SKIP: { value: 'skip', description: 'It will not: the source is not what it is for.' },
    UNDECIDED: { value: 'undecided', description: 'That depends on what is not known here of the source.' },
  } as const,
})

type DescribedTask = PipelinePlan['tasks'][number]

const PlannedTaskRef = builder.objectRef<DescribedTask>('PlannedTask').implement({
  description: 'A task of a plan.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique in the plan.' }),
    type: t.exposeString('type', { description: 'Which program does it.' }),
    summary: t.exposeString('summary', { description: 'What its type does, in a line of English.' }),
    resource: t.exposeString('resource', { description: 'Which workers take it: "light", "encode".' }),
    needs: t.stringList({
      description: 'Names of the tasks whose outputs it reads.',
      resolve: ({ needs }) => [...needs],
    }),
    each: t.string({
      nullable: true,
      description: 'The list for each item of which it is done once; null where it is done once.',
      resolve: ({ each }) => each ?? null,
    }),
    essential: t.boolean({
      description: 'Whether its failure is the run’s.',
      resolve: ({ essential }) => essential ?? true,
    }),
    decision: t.field({
      type: TaskDecisionRef,
      description: 'Whether it will run.',
      resolve: ({ decision }) => decision,
    }),
    cost: t.exposeFloat('cost', {
      nullable: true,
      description: 'Estimated CPU seconds; null where the source is not known.',
    }),
  }),
})

const PipelineStageRef = builder.objectRef<readonly DescribedTask[]>('PipelineStage').implement({
  description: 'Tasks that may run at the same time.',
  fields: (t) => ({
    tasks: t.field({
      type: [PlannedTaskRef],
      description: 'In the order of the definition.',
      resolve: (tasks) => [...tasks],
    }),
  }),
})

const PlannedRungRef = builder.objectRef<Rung>('PlannedRung').implement({
  description: 'A size that a film is encoded in.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique in the plan: `1080p`, `av11080p`.' }),
    codec: t.exposeString('codec', { description: '"h264", "hevc", "vp9", "av1".' }),
    width: t.exposeInt('width', { description: 'Pixels.' }),
    height: t.exposeInt('height', { description: 'Pixels.' }),
    frameRate: t.float({
      description: 'Frames a second.',
      resolve: ({ frameRate }) => toNumber(frameRate),
    }),
    maxBitrate: t.int({
      description: 'Its ceiling in bits per second: its step’s, or what can be used of the source’s bits.',
      resolve: ({ maxRateKbps }) => maxRateKbps * 1000,
    }),
  }),
})

const PipelinePlanRef = builder.objectRef<PipelinePlan>('PipelinePlan').implement({
  description: 'What a definition comes to, or why it cannot run.',
  fields: (t) => ({
    pipeline: t.field({
      type: PipelineRef,
      nullable: true,
      description: 'What was planned; null where it cannot be read.',
      resolve: ({ definition }) => definition,
    }),
    problems: t.field({
      type: [PipelineProblemRef],
      description: 'Everything that is wrong with it; empty where it can run.',
      resolve: ({ problems }) => [...problems],
    }),
    stages: t.field({
      type: [PipelineStageRef],
      description: 'First to last; each needs what is before it.',
      resolve: ({ tasks }) => stagesOf(tasks),
    }),
    ladder: t.field({
      type: [PlannedRungRef],
      description:
        'What is encoded, by codec, highest first; empty where the source is not known. A ladder that is measured first may have less.',
      resolve: ({ tasks }) => ladderOf(tasks),
    }),
    cost: t.float({
      nullable: true,
      description: 'Estimated CPU seconds of all that will run; null where the source is not known.',
      resolve: ({ tasks }) => sumOfCosts(tasks),
    }),
  }),
})

function stagesOf(tasks: readonly DescribedTask[]): DescribedTask[][] {
  const count = Math.max(-1, ...tasks.map(({ stage }) => stage)) + 1
  return Array.from({ length: count }, (_, index) => tasks.filter(({ stage }) => stage === index))
}

/** Tasks may share rungs: one measures what another encodes. */
function ladderOf(tasks: readonly PlannedTask[]): Rung[] {
  const made = tasks.filter(({ decision }) => decision !== 'skip').flatMap(({ rungs }) => rungs)
  return [...new Map(made.map((rung) => [rung.name, rung])).values()]
}

function sumOfCosts(tasks: readonly PlannedTask[]): number | null {
  if (tasks.length === 0 || tasks.some(({ cost }) => cost === null)) return null
  return tasks.filter(({ decision }) => decision === 'run').reduce((sum, { cost }) => sum + (cost ?? 0), 0)
}

const LEFT_OPEN = 'Where it is left out, what depends on it is left open.'

const AssumedSourceInput = builder.inputType('AssumedSourceInput', {
  description: 'A source that nobody has uploaded, for an estimate.',
  fields: (t) => ({
    seconds: t.float({ required: true, description: 'How long it is.' }),
    width: t.int({ required: true, description: 'Pixels, as it is seen.' }),
    height: t.int({ required: true, description: 'Pixels, as it is seen.' }),
    frameRate: t.float({ required: true, description: 'Frames a second.' }),
    videoCodec: t.string({ required: true, description: 'As ffmpeg names it: "h264", "hevc", "vp9".' }),
    audioCodec: t.string({ description: 'As ffmpeg names it: "aac"; left out where there is no sound.' }),
    channels: t.int({ description: 'Of the sound; 2 where it is left out.' }),
    rotation: t.int({ description: `Degrees by which a player turns it clockwise. ${LEFT_OPEN}` }),
    bitrate: t.float({ description: `Of its pictures, in bits per second. ${LEFT_OPEN}` }),
    hdr: t.boolean({ description: `Whether it is PQ or HLG. ${LEFT_OPEN}` }),
    interlaced: t.boolean({ description: `Whether its frames are of two fields. ${LEFT_OPEN}` }),
    captions: t.boolean({ description: `Whether it carries captions as text. ${LEFT_OPEN}` }),
  }),
})

const PipelinePlanInput = builder.inputType('PipelinePlanInput', {
  description: 'Give a document or a name, and a video or a source where costs and conditions matter.',
  fields: (t) => ({
    document: t.string({ description: 'A definition, YAML or JSON, at most 100,000 characters.' }),
    name: t.string({ description: 'One of `pipelines`.' }),
    videoId: t.id({ description: 'A video of yours that has been read.' }),
    source: t.field({ type: AssumedSourceInput, description: 'Instead of a video.' }),
  }),
})

builder.queryFields((t) => ({
  pipelines: t.field({
    type: [PipelineRef],
    nullable: true,
    description: 'What uploads may be processed by, by name; null for strangers.',
    resolve: async (_, _args, { viewer, services }) =>
      viewer ? [...(await listDefinitions(services.database)).definitions] : null,
  }),
  pipelinePlan: t.field({
    type: PipelinePlanRef,
    nullable: true,
    description:
      'The plan of a definition, or all that is wrong with it. Null for strangers, and where there is no such pipeline or video, or none of yours.',
    args: {
      input: t.arg({ type: PipelinePlanInput, required: true, description: 'What to plan, and for what.' }),
    },
    resolve: (_, { input }, context) => planDefinition(context, withSound(input)),
  }),
}))

function withSound<
  Input extends { source?: { audioCodec?: string | null; channels?: number | null } | null },
>(input: Input) {
  const { source } = input
  return {
    ...input,
    source: source && {
      ...source,
      audioCodec: source.audioCodec ?? null,
      channels: source.channels ?? undefined,
    },
  }
}
