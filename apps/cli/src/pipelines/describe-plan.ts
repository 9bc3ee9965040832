import type { CliPipelinePlanQuery } from '@marquee/schema/graphql'

type Plan = NonNullable<CliPipelinePlanQuery['pipelinePlan']>
type Task = Plan['stages'][number]['tasks'][number]

/** A line for each problem, which names file, line, task and field. */
export function describeProblems(file: string, problems: Plan['problems']): string {
  const lines = problems.map(({ line, task, field, message }) => {
    const where = [task === null ? '' : `task ${task}`, field ?? ''].filter(Boolean).join(', ')
    return [line === null ? file : `${file}:${line}`, where, message].filter(Boolean).join(': ')
  })
  return `${lines.join('\n')}\n`
}

/**
 * The stages, first to last; what stands in one may run at the same time.
 * @param isVideo the source is an upload, which may not have been inspected yet
 */
export function describePlan(
  { pipeline, stages, ladder, cost }: Plan,
  { isVideo }: { isVideo: boolean },
): string {
  const widths = widthsOf(stages.flatMap(({ tasks }) => tasks))
  const lines = stages.flatMap(({ tasks }, index) => [
    `Stage ${index + 1}${tasks.length > 1 ? ` (${tasks.length} at once)` : ''}`,
    ...tasks.map((task) => describeTask(task, widths)),
  ])
  const head = pipeline
    ? [`${pipeline.name} ${pipeline.version}${pipeline.description ? `: ${pipeline.description}` : ''}`]
    : []
  const open = isVideo
    ? 'What it costs is known once the video has been inspected: ask again then.'
    : 'What it costs depends on the source: give one with --video.'
  const sum = cost === null ? open : `${inSeconds(cost)} of one core in all, about.`
  return `${[...head, ...lines, ...describeLadder(ladder), sum].join('\n')}\n`
}

function describeLadder(ladder: Plan['ladder']): string[] {
  const names = Math.max(0, ...ladder.map(({ name }) => name.length))
  const lines = ladder.map(
    ({ name, width, height, maxBitrate }) =>
      `  ${name.padEnd(names)}  ${`${width}×${height}`.padEnd(9)}  at most ${Math.round(maxBitrate / 1000)} kbit/s`,
  )
  return lines.length > 0 ? ['Ladder', ...lines] : []
}

interface Widths {
  readonly name: number
  readonly type: number
}

function widthsOf(tasks: readonly Task[]): Widths {
  const longest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length))
  return { name: longest(tasks.map(({ name }) => name)), type: longest(tasks.map(({ type }) => type)) }
}

function describeTask(task: Task, { name, type }: Widths): string {
  const remarks = [
    task.decision === 'SKIP' ? 'skipped for this source' : '',
    task.decision === 'UNDECIDED' ? 'depends on the source' : '',
    task.each === null ? '' : `once for each of ${task.each}`,
    task.essential ? '' : 'may fail',
    task.needs.length > 0 ? `after ${task.needs.join(', ')}` : '',
  ].filter(Boolean)
  const cost = task.cost === null || task.decision === 'SKIP' ? '' : inSeconds(task.cost)
  return `  ${task.name.padEnd(name)}  ${task.type.padEnd(type)}  ${task.resource.padEnd(6)}  ${cost.padStart(9)}  ${remarks.join('; ')}`.trimEnd()
}

function inSeconds(cost: number): string {
  return `${cost.toFixed(1)} CPU s`
}
