import { advanceTask, type Claim, holdsClaim } from '@marquee/domain/pipeline'
import type { Services } from '../program/services.ts'
import { announceChange } from './announce-change.ts'

/** How often a running task says that it is held, and looks whether it should go on. */
const BEAT_MS = 1_000
/** With every how many beats it says how far it is: each time costs whoever watches the film a look. */
const BEATS_FOR_PROGRESS = 2

export interface HeldClaim {
  /** 0 to 1; only the last one of each two seconds is written. */
  report(fraction: number): void
  release(): void
}

/**
 * While held: once a second beats, every other time writes what was reported, and calls `onLost` once when the claim no longer stands (the
 * run or video has ended, or another attempt has begun). A database that is away voids nothing.
 */
export function holdClaim(
  services: Pick<Services, 'database' | 'cache' | 'logger'>,
  claim: Claim,
  onLost: () => void,
): HeldClaim {
  let reported: number | undefined
  let beatsSinceProgress = BEATS_FOR_PROGRESS
  let released = false
  let timer: NodeJS.Timeout | undefined

  const beat = async () => {
    beatsSinceProgress += 1
    const fraction = beatsSinceProgress >= BEATS_FOR_PROGRESS ? reported : undefined
    if (fraction !== undefined) {
      reported = undefined
      beatsSinceProgress = 0
    }
    try {
      const stands =
        fraction === undefined
          ? await holdsClaim(services.database, claim)
          : await writeProgress(services, claim, fraction)
      if (!stands && !released) onLost()
    } catch (err) {
      services.logger.warn({ err, task: claim.name }, 'progress was not written')
    }
    if (!released) timer = setTimeout(beat, BEAT_MS)
  }
  timer = setTimeout(beat, BEAT_MS)

  return {
    report(fraction) {
      reported = fraction
    },
    release() {
      released = true
      clearTimeout(timer)
    },
  }
}

async function writeProgress(
  services: Pick<Services, 'database' | 'cache' | 'logger'>,
  claim: Claim,
  fraction: number,
): Promise<boolean> {
  const video = await advanceTask(services.database, claim, fraction)
  await announceChange(services, video)
  return video !== null
}
