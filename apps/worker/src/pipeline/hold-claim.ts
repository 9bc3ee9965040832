import { advanceTask, type Claim, holdsClaim } from '@marquee/domain/pipeline'
import { announceChange } from './announce-change.ts'
import type { Services } from './services.ts'

/** How often a running task says that it is held and how far it is, and looks whether it should go on. */
const BEAT_MS = 1_000

export interface HeldClaim {
  /** 0 to 1; only the last one of each second is written. */
  report(fraction: number): void
  release(): void
}

/**
 * While held: once a second beats and writes what was reported, and calls `onLost` once when the claim no longer stands (the
 * run or video has ended, or another attempt has begun). A database that is away voids nothing.
 */
export function holdClaim(
  services: Pick<Services, 'database' | 'cache' | 'logger'>,
  claim: Claim,
  onLost: () => void,
): HeldClaim {
  let reported: number | undefined
  let released = false
  let timer: NodeJS.Timeout | undefined

  const beat = async () => {
    const fraction = reported
    reported = undefined
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
