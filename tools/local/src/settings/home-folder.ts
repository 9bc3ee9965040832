import path from 'node:path'
import { REPOSITORY } from './repository.ts'

/** `MARQUEE_HOME`, relative to where the command was typed, or `.marquee` in the clone; an absolute path. */
export function homeFolder(given: NodeJS.ProcessEnv): string {
  if (!given.MARQUEE_HOME) return path.join(REPOSITORY, '.marquee')
  return path.resolve(given.INIT_CWD ?? process.cwd(), given.MARQUEE_HOME)
}
