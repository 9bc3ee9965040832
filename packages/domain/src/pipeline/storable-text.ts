/**
 * What PostgreSQL takes of a text that programs have printed: no NUL, and no half of a surrogate pair, such as a cut leaves of an
 * emoji. It refuses the whole row otherwise, again with each try (its manual, section 8.14, and RFC 8259, section 8.2).
 */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd')
}

/** JSON of what tasks hand on, with its texts as {@link storableText}. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? storableText(part) : part))
}
