import { setTimeout } from 'node:timers/promises'
import type { Installation } from '../../stage/join-system.ts'
import { type Client, untilStatus } from '../api-client.ts'
import { seededRandom, shuffled } from './seeded-random.ts'
import { throughTrouble } from './through-trouble.ts'
import { uploadThroughTrouble } from './upload-through-trouble.ts'

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

export type Chaos = {
  seed: number
  /** How often each victim is killed. */
  rounds: number
  /** Uploads on their way side by side. */
  lanes: number
  clip: string
}

/** A video whose upload was acknowledged, and where it plays. */
export type Survivor = { videoId: string; hls: string }

/** Kills land anywhere in this many milliseconds, which is about as long as a short clip takes from first part to ready. */
const WITHIN_MS = 4_000

/**
 * Uploads clip after clip while every part of the system is killed with SIGKILL, in an order and at moments that the
 * seed decides. Resolves when all that was acknowledged is ready.
 */
export async function runChaos(
  installation: Installation,
  creator: Client,
  { seed, rounds, lanes, clip }: Chaos,
): Promise<Survivor[]> {
  const random = seededRandom(seed)
  let killing = true
  const survivors: Survivor[] = []
  // How long a film takes is for the machine to say; how long nobody answers is not.
  const patient: Client = {
    ...creator,
    query: (document, variables) => throughTrouble(() => creator.query(document, variables)),
  }
  const lane = async () => {
    do {
      const videoId = await uploadThroughTrouble(creator, clip)
      const hls = await untilStatus(patient, videoId, ['READY'])
      survivors.push({ videoId, hls })
    } while (killing)
  }
  const kills = async () => {
    for (let round = 0; round < rounds; round += 1) {
      for (const victim of shuffled(VICTIMS, random)) {
        await setTimeout(random() * WITHIN_MS)
        await killAndAwait(installation, victim)
      }
    }
    killing = false
  }
  await Promise.all([kills(), ...Array.from({ length: lanes }, lane)])
  return survivors
}

/** Resolves when the supervisor has started another. */
async function killAndAwait(installation: Installation, victim: string): Promise<void> {
  const pid = await throughTrouble(() => installation.pidOf(victim))
  process.kill(pid, 'SIGKILL')
  await throughTrouble(async () => {
    if ((await installation.pidOf(victim)) === pid) throw new Error(`${victim} was not started again`)
  })
}
