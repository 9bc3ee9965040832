import { DRAWN_FILES } from './zoo-drawn.ts'
import type { ZooFile } from './zoo-file.ts'
import { FOOTAGE_FILES } from './zoo-footage.ts'

/** Every odd file and what becomes of it: one table, for tests and for docs/operations/inputs.md. */
export const ZOO: readonly ZooFile[] = [...FOOTAGE_FILES, ...DRAWN_FILES]
