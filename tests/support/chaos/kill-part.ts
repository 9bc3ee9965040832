import type { Installation } from '../../stage/join-system.ts'
import { throughTrouble } from './through-trouble.ts'

/** Everything that runs, by the names of its supervisor. */
export const VICTIMS = [
  'worker-media',
  'worker-control',
  'api',
  'edge',
  'redis',
  'postgres',
  'object-store',
] as const

/** The same with `--control-apart`. */
export const VICTIMS_APART = VICTIMS.flatMap((name) =>
  name === 'worker-control' ? ['worker-dispatch', 'worker-complete'] : [name],
)

/** SIGKILL; resolves when the supervisor has started another. */
export async function killPart(installation: Installation, victim: string): Promise<void> {
  const pid = await throughTrouble(() => installation.pidOf(victim))
  process.kill(pid, 'SIGKILL')
  await throughTrouble(async () => {
    if ((await installation.pidOf(victim)) === pid) throw new Error(`${victim} was not started again`)
  })
}
