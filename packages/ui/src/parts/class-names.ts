/** Joins the class names that are there. */
export function classes(...names: ReadonlyArray<string | undefined | false>): string {
  return names.filter(Boolean).join(' ')
}
