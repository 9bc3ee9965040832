import { setTimeout } from 'node:timers/promises'
import { seededRandom, shuffled } from '@marquee/service/testing'
import type { Installation } from '../../stage/join-system.ts'
import type { Client } from '../api-client.ts'
import { killPart, VICTIMS } from './kill-part.ts'
import { type Film, type Survivor, surviveUpload } from './survivor.ts'

export type Chaos = {
  seed: number
  /** By default all parts of `npm start`. */
  victims?: readonly string[]
  /** How often each victim is killed. */
  rounds: number
  /** Uploads on their way side by side. */
  lanes: number
  film: Film
}

/** Kills land anywhere in this many milliseconds, which is about as long as a short clip takes from first part to ready. */
const WITHIN_MS = 4_000

/**
 * Uploads a film once undisturbed, then again and again while every part of the system is killed with SIGKILL, in an order and
 * at moments that the seed decides. Resolves when all that was acknowledged has ended.
 */
export async function runChaos(
  installation: Installation,
  creator: Client,
  { seed, victims = VICTIMS, rounds, lanes, film }: Chaos,
): Promise<Survivor[]> {
  const random = seededRandom(seed)
  let killing = true
  const survivors: Survivor[] = [await surviveUpload(creator, film)]
  const lane = async () => {
    do {
      survivors.push(await surviveUpload(creator, film))
    } while (killing)
  }
  const kills = async () => {
    for (let round = 0; round < rounds; round += 1) {
      for (const victim of shuffled(victims, random)) {
        await setTimeout(random() * WITHIN_MS)
        await killPart(installation, victim)
      }
    }
    killing = false
  }
  await Promise.all([kills(), ...Array.from({ length: lanes }, lane)])
  return survivors
}
