/** `90`, `90s`, `1m30s`, `1h2m3s`: the spellings that links to a moment have on other sites too. */
const MOMENT = /^(?:(\d{1,3})h)?(?:(\d{1,5})m)?(?:(\d{1,7})s?)?$/

/**
 * Where a link's `t` asks to start, in seconds. 0, the beginning, for what cannot be read and for a moment behind the end
 * of a film of `durationMs` milliseconds.
 */
export function startTime(text: string | undefined, durationMs: number | null | undefined): number {
  const [, hours = '0', minutes = '0', seconds = '0'] = MOMENT.exec(text ?? '') ?? []
  const at = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return durationMs && at * 1000 >= durationMs ? 0 : at
}
