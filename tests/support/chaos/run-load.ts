import { setTimeout } from 'node:timers/promises'
import { seededRandom, shuffled } from '@marquee/service/testing'
import type { OwnSystem } from '../../stage/start-own-system.ts'
import type { Client } from '../api-client.ts'
import { killPart, VICTIMS } from './kill-part.ts'
import { type Film, type Survivor, surviveUpload } from './survivor.ts'

export type Load = {
  seed: number
  /** For how long films are uploaded and parts are killed; what is on its way then may end. */
  seconds: number
  /** Each has several uploads on their way, whatever the others do. */
  creators: readonly Client[]
  /** All are uploaded, again and again. */
  films: readonly Film[]
}

export type LoadEnd = {
  survivors: Survivor[]
  /** What was killed, in that order; the whole system is «everything». */
  killed: string[]
}

/** Uploads of one creator that are on their way side by side. */
const LANES = 2
/** The pause between two kills, at most: longer than most tasks, so that most of them get through at their second try. */
const WITHIN_MS = 8_000

/**
 * Uploads each film once undisturbed, then keeps a system busy with them while its parts are killed with SIGKILL, in an order and
 * at moments that the seed decides, and half-way everything at once. Resolves when all that was acknowledged has ended.
 */
export async function runLoad(system: OwnSystem, { seed, seconds, creators, films }: Load): Promise<LoadEnd> {
  const [owner] = creators
  const survivors = owner ? await Promise.all(films.map((film) => surviveUpload(owner, film))) : []
  const startedAt = performance.now()
  const goneBy = () => (performance.now() - startedAt) / 1000
  const lane = async (creator: Client, first: number) => {
    for (let next = first; goneBy() < seconds; next += 1)
      survivors.push(await surviveUpload(creator, films[next % films.length] as Film))
  }
  const killed: string[] = []
  const kills = async () => {
    const random = seededRandom(seed)
    let left: string[] = []
    while (goneBy() < seconds) {
      await setTimeout(random() * WITHIN_MS)
      if (goneBy() > seconds / 2 && !killed.includes('everything')) {
        await system.cutPower()
        killed.push('everything')
      }
      if (left.length === 0) left = shuffled(VICTIMS, random)
      const victim = left.pop() ?? ''
      await killPart(system, victim)
      killed.push(victim)
    }
  }
  // Each lane begins with another film: even a machine that is slow sees all of them.
  const lanes = creators.flatMap((creator) => Array.from({ length: LANES }, () => creator))
  await Promise.all([kills(), ...lanes.map(lane)])
  return { survivors, killed }
}
