import { compileOnChange } from '../dev/compile-on-change.ts'

await compileOnChange()
