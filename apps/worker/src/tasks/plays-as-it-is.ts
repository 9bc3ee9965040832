import { isRemuxable, type SourceFacts } from '@marquee/media'
import type { TaskContext } from './task-context.ts'

/** Whether a film is watched in its source's own segments until it is encoded: nobody waits for what is encoded first. */
export function playsAsItIs({ watermark }: Pick<TaskContext, 'watermark'>, facts: SourceFacts): boolean {
  return isRemuxable(facts) && watermark === null
}
