import type { ContractChange } from './compare-contract.ts'

/** A breaking change that was decided, with the day and the reason; graphql/breaking-changes.json lists them. */
export interface DeclaredBreak {
  readonly type: string
  readonly path: string
  /** ISO 8601, a day. */
  readonly date: string
  readonly reason: string
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** What is wrong between what breaks and what was declared to, a sentence each. */
export function judgeBreaks(
  changes: readonly ContractChange[],
  declared: readonly DeclaredBreak[],
): readonly string[] {
  const breaking = changes.filter(({ breaks }) => breaks)
  const same = (one: { type: string; path: string }) => (other: { type: string; path: string }) =>
    one.type === other.type && one.path === other.path
  return [
    ...breaking
      .filter((change) => !declared.some(same(change)))
      .map(
        ({ type, path, message }) => `${message} (${type} ${path}): this breaks clients and is not declared`,
      ),
    ...declared
      .filter((entry) => !breaking.some(same(entry)))
      .map(({ type, path }) => `${type} ${path} is declared, and nothing breaks there`),
    ...declared
      .filter(({ date, reason }) => !DAY.test(date) || reason.trim() === '')
      .map(({ type, path }) => `${type} ${path} is declared without a day or a reason`),
  ]
}
