import type { ZodType, z } from 'zod'

/** sysexits.h EX_CONFIG: a supervisor can tell a wrong setting from a crash, and need not try again. */
export const EXIT_CONFIG = 78

export type EnvironmentSource = Readonly<Record<string, string | undefined>>

/** Every problem of an environment at once; `problems` has a line for each, without the offending value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/**
 * Parses `source` with `schema`. A variable that is set to nothing counts as unset, as compose files and
 * shells write it. Throws EnvironmentError with all problems together.
 */
export function parseEnvironment<Schema extends ZodType>(
  schema: Schema,
  source: EnvironmentSource,
): z.output<Schema> {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()))
  const parsed = schema.safeParse(set)
  if (parsed.success) return parsed.data
  throw new EnvironmentError(parsed.error.issues.map((issue) => describeIssue(issue, set)))
}

/** What a program calls first: like parseEnvironment, but prints the problems and exits with EXIT_CONFIG. */
export function readEnvironment<Schema extends ZodType>(
  schema: Schema,
  source: EnvironmentSource = process.env,
): z.output<Schema> {
  try {
    return parseEnvironment(schema, source)
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(EXIT_CONFIG)
  }
}

function describeIssue(issue: z.core.$ZodIssue, set: EnvironmentSource): string {
  const name = issue.path.join('.') || 'environment'
  return name in set || name === 'environment' ? `${name}: ${issue.message}` : `${name} is not set`
}
