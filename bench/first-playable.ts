import {
  fetchFirstSegment,
  mainClip,
  signIn,
  startOwnSystem,
  untilStatus,
  uploadFile,
} from '@marquee/tests/support'
import type { Benchmark } from './benchmark.ts'

const ROUNDS = 3

/** From the store's answer to the last part until a player would have its first segment. */
export const firstPlayable: Benchmark = {
  name: 'first-playable',
  title: 'last uploaded byte to first segment delivered, H.264/AAC source, worst of 3',
  unit: 's',
  atMost: 3,
  absolute: true,
  async run() {
    const clip = await mainClip()
    const system = await startOwnSystem()
    try {
      const creator = await signIn(system)
      const seconds: number[] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        const { videoId, lastByteAt } = await uploadFile(creator, clip.file)
        await fetchFirstSegment(await untilStatus(creator, videoId, ['PLAYABLE', 'READY'], 50))
        seconds.push((performance.now() - lastByteAt) / 1000)
        await untilStatus(creator, videoId, ['READY'])
      }
      return {
        figure: Math.max(...seconds),
        against: `3 s, stated absolutely; ${clip.name}, otherwise idle machine`,
        details: Object.fromEntries(seconds.map((value, index) => [`run ${index + 1}`, value.toFixed(2)])),
      }
    } finally {
      await system.stop()
    }
  },
}
