type Fields = Readonly<Record<string, unknown>>

/** The fields of what may be an object; null where it is none. */
export function fieldsOf(value: unknown): Fields | null {
  return isObject(value) ? value : null
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

/** Undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** A whole number from 0, exactly as written. */
export function isNatural(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/** A whole number from 1. */
export function isPositive(value: unknown): value is number {
  return isNatural(value) && value > 0
}
