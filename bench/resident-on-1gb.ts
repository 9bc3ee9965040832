import { gigabyteClip, signIn, startOwnSystem, untilStatus, uploadFile } from '@marquee/tests/support'
import type { Benchmark } from './benchmark.ts'
import { peakResidentMb } from './measure/process-usage.ts'

/** MB of 10⁶ bytes that each program may have resident; ffmpeg and the packager are programs of their own. */
const LIMITS = { api: 250, edge: 200, 'worker-media': 250 } as const

/** Uploads a 60 s clip of 1 GB, waits for its whole ladder, and reads every segment back once. */
export const resident: Benchmark = {
  name: 'resident-1gb',
  title: 'peak resident memory over a 60 s clip of 1 GB, as a share of its limit, worst of API, edge, worker',
  unit: 'times the limit',
  atMost: 1,
  absolute: true,
  async run() {
    const file = await gigabyteClip()
    const system = await startOwnSystem()
    try {
      const creator = await signIn(system)
      const { videoId } = await uploadFile(creator, file)
      await readWholeLadder(await untilStatus(creator, videoId, ['READY']))
      const peaks = await Promise.all(
        Object.entries(LIMITS).map(async ([name, limit]) => ({
          name,
          limit,
          peak: await peakResidentMb(await system.pidOf(name)),
        })),
      )
      return {
        figure: Math.max(...peaks.map(({ peak, limit }) => peak / limit)),
        against: `API 250 MB, edge 200 MB, worker's Node 250 MB, stated absolutely; VmHWM, preset ${system.env.ENCODE_PRESET}`,
        details: Object.fromEntries(
          peaks.map(({ name, peak, limit }) => [name, `${peak.toFixed(0)} of ${limit} MB`]),
        ),
      }
    } finally {
      await system.stop()
    }
  },
}

async function readWholeLadder(master: string): Promise<void> {
  for (const media of uris(await (await fetch(master)).text(), master)) {
    for (const segment of uris(await (await fetch(media)).text(), media))
      await (await fetch(segment)).arrayBuffer()
  }
}

function uris(playlist: string, base: string): string[] {
  const lines = playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return lines.map((line) => new URL(line, base).href)
}
