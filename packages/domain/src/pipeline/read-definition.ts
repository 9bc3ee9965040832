import type { Catalogue, PipelineDefinition, PipelineProblem, PipelineProblemCode } from '@marquee/media'
import { validateOffered } from '@marquee/media'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'

/** What is wrong with a definition as it was written. `line` counts from 1, where it is known. */
export interface DefinitionProblem extends Omit<PipelineProblem, 'code'> {
  readonly code: PipelineProblemCode | 'SYNTAX' | 'FIELD_INVALID'
  readonly line: number | null
}

export type ReadDefinition =
  | { readonly ok: true; readonly definition: PipelineDefinition }
  | {
      readonly ok: false
      readonly problems: readonly DefinitionProblem[]
      /** What it calls itself, where that much can be read. */
      readonly name: string | null
    }

/** Longer ones are no definitions, and cost time to parse. */
const MAX_CHARACTERS = 100_000
const MAX_TASKS = 100
/** Units of 10⁶ bytes: more than any machine has, and far from what counting in bytes could overflow. */
const MAX_MEMORY_MB = 1_000_000_000

const name = z.string().min(1)
const pipelineName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a name is lower-case letters, digits and hyphens')
const task = z.strictObject({
  name,
  type: name,
  inputs: z.array(name).default([]),
  after: z.array(name).optional(),
  outputs: z.array(name).optional(),
  each: name.optional(),
  when: z.record(z.string(), z.json()).optional(),
  essential: z.boolean().optional(),
  demands: z
    .strictObject({
      memoryMb: z.int().positive().max(MAX_MEMORY_MB).optional(),
      encoders: z.array(name).optional(),
    })
    .optional(),
  options: z.record(z.string(), z.json()).optional(),
})

const document = z.strictObject({
  name: pipelineName,
  version: z.int().positive(),
  description: z.string().max(500).optional(),
  tasks: z.array(task).max(MAX_TASKS),
})

/** Reads a definition, YAML 1.2 or JSON, and validates it against what workers can do. Says all that is wrong at once, as far as one thing does not follow from another. */
export function readDefinition(text: string, catalogue: Catalogue): ReadDefinition {
  if (text.length > MAX_CHARACTERS)
    return refuse('SYNTAX', `The definition is longer than ${MAX_CHARACTERS} characters.`)
  const lines = new LineCounter()
  const yaml = parseDocument(text, { schema: 'core', merge: false, lineCounter: lines })
  const [error] = yaml.errors
  if (error) return refuse('SYNTAX', firstLine(error.message), { yaml, line: error.linePos?.[0].line })
  const value = readValue(yaml)
  if (value === ALIASED) return refuse('SYNTAX', 'Anchors and aliases are not taken.', { yaml })
  const at = (problem: Placed): DefinitionProblem => {
    const { place, ...rest } = problem
    return { ...rest, line: lineOf(yaml, lines, place) }
  }
  const parsed = document.safeParse(value)
  if (!parsed.success)
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => at(explain(issue, value))),
      name: nameOf(yaml),
    }
  const definition = withOutputs(parsed.data, catalogue)
  const problems = validateOffered(definition, catalogue)
  if (problems.length === 0) return { ok: true, definition }
  return {
    ok: false,
    problems: problems.map((problem) => at({ ...problem, place: placeOf(problem, definition) })),
    name: definition.name,
  }
}

/** Of what is not all well-formed too. */
function nameOf(yaml: Document): string | null {
  return pipelineName.safeParse(yaml.get('name')).data ?? null
}

type Path = readonly (string | number)[]
type Placed = Omit<DefinitionProblem, 'line'> & { readonly place: Path }

function placeOf({ task, field }: PipelineProblem, { tasks }: PipelineDefinition): Path {
  const fields = field?.split('.') ?? []
  return task === null ? fields : ['tasks', tasks.findLastIndex(({ name }) => name === task), ...fields]
}

/** Where it stands, or where that stands which it is missing from. */
function lineOf(yaml: Document, lines: LineCounter, place: Path): number | null {
  for (let length = place.length; length >= 0; length -= 1) {
    const node = yaml.getIn(place.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return null
}

const ALIASED = Symbol('aliased')

/** Without aliases, so that a few lines cannot stand for a million tasks: the library throws a ReferenceError at one. */
function readValue(yaml: Document): unknown {
  try {
    return yaml.toJS({ maxAliasCount: 0 })
  } catch (error) {
    if (error instanceof ReferenceError) return ALIASED
    throw error
  }
}

/** Outputs that are not named have the names of their kinds. */
function withOutputs(definition: z.infer<typeof document>, catalogue: Catalogue): PipelineDefinition {
  const tasks = definition.tasks.map(({ outputs, ...task }) => ({
    ...task,
    outputs: outputs ?? [...(catalogue.find(task.type)?.produces ?? [])],
  }))
  return { ...definition, tasks }
}

function explain(issue: z.core.$ZodIssue, value: unknown): Placed {
  const place = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  const [first, index, ...rest] = place
  const isTask = first === 'tasks' && typeof index === 'number'
  const field = (isTask ? rest : place).join('.')
  return {
    code: 'FIELD_INVALID',
    task: isTask ? taskName(value, index) : null,
    field: field === '' ? null : field,
    message: `${issue.message}.`,
    place,
  }
}

/** As it is written, or its place in the list where it has no name. */
function taskName(value: unknown, index: number): string {
  const named = z.object({ tasks: z.array(z.object({ name: z.string() }).or(z.unknown())) }).safeParse(value)
  const found = z.object({ name: z.string() }).safeParse(named.data?.tasks[index])
  return found.success ? found.data.name : `#${index + 1}`
}

function refuse(
  code: DefinitionProblem['code'],
  message: string,
  { yaml, line }: { readonly yaml?: Document; readonly line?: number | undefined } = {},
): ReadDefinition {
  const problem = { code, task: null, field: null, message, line: line ?? null }
  return { ok: false, problems: [problem], name: yaml ? nameOf(yaml) : null }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text
}
