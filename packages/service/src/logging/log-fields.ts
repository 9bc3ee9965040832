import { AsyncLocalStorage } from 'node:async_hooks'

/** What a line says about the work that it belongs to: a run, a task, an attempt. */
export type LogFields = Readonly<Record<string, string | number>>

const current = new AsyncLocalStorage<LogFields>()

/** Every line that is logged while `work` runs has these fields too, whoever writes it. */
export function logWith<Result>(fields: LogFields, work: () => Result): Result {
  return current.run({ ...current.getStore(), ...fields }, work)
}

export function currentLogFields(): LogFields | undefined {
  return current.getStore()
}
