/** Runs tasks of the same name one after another. Enough for one process, which is all that owns the folder. */
export interface Locks {
  hold<T>(name: string, task: () => Promise<T>): Promise<T>
}

export function createLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>()
  return {
    hold(name, task) {
      const run = (tails.get(name) ?? Promise.resolve()).then(task, task)
      const tail = run
        .catch(() => undefined)
        .then(() => {
          if (tails.get(name) === tail) tails.delete(name)
        })
      tails.set(name, tail)
      return run
    },
  }
}
