/** Statements at the start of a line; the specifier is what the quotes hold. */
const PATTERNS = [
  /^[ \t]*(?:import|export)\b(?![ \t]*\()[^'"`;]*?\bfrom[ \t\n]*(['"])([^'"\n]+)\1/gm,
  /^[ \t]*import[ \t]*(['"])([^'"\n]+)\1/gm,
  /\bimport\([ \t\n]*(['"])([^'"\n]+)\1/g,
] as const

/**
 * The specifiers that a source file imports, re-exports or loads, types included, each once. A reading by pattern:
 * TypeScript 7 has no compiler API, and what it would miss (a computed name) the compiler cannot tell either.
 */
export function readImports(source: string): string[] {
  const found = PATTERNS.flatMap((pattern) =>
    [...source.matchAll(pattern)].map(([, , specifier = '']) => specifier),
  )
  // A program inside of a template literal names its modules by a variable.
  return [...new Set(found)].filter((specifier) => !specifier.includes('${'))
}
