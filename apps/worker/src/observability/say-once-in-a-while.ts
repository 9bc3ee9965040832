/** Milliseconds between two lines about the same trouble; connections report it several times a second. */
const QUIET_MS = 10_000

/** Passes on the first error, then at most one every 10 s. */
export function sayOnceInAWhile(say: (error: unknown) => void): (error: unknown) => void {
  let quietUntil = 0
  return (error) => {
    if (Date.now() < quietUntil) return
    quietUntil = Date.now() + QUIET_MS
    say(error)
  }
}
