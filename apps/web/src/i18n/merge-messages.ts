export type Messages = { [key: string]: Messages | string | unknown[] }

/** A language over another: what it does not say yet is said in the other. Compiled messages are arrays, and leaves. */
export function mergeMessages(base: Messages, over: Messages): Messages {
  const merged: Messages = { ...base }
  for (const [key, value] of Object.entries(over)) {
    const below = base[key]
    merged[key] = isGroup(value) && isGroup(below) ? mergeMessages(below, value) : value
  }
  return merged
}

function isGroup(value: unknown): value is Messages {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
