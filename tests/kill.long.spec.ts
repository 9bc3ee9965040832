import { randomInt } from 'node:crypto'
import { test } from '@playwright/test'
import { expectNothingLost } from './support/chaos/expect-nothing-lost.ts'
import { VICTIMS_APART } from './support/chaos/kill-part.ts'
import { runChaos } from './support/chaos/run-chaos.ts'
import { footageOr, type OwnSystem, signIn, startOwnSystem } from './support/index.ts'
import { silentClip, trailerClip } from './support/stand-ins/good-clips.ts'

const seed = Number(process.env.MARQUEE_SEED ?? randomInt(2 ** 31))

/** Dispatcher and completion handler die each by itself here, which they cannot where one program is both. */
let system: OwnSystem
test.beforeAll(async () => {
  test.setTimeout(300_000)
  system = await startOwnSystem({ args: ['--control-apart'], env: { ENCODE_PRESET: 'superfast' } })
})
test.afterAll(() => system.stop())

for (const { name, lanes, rounds, seconds, footage, standIn } of [
  { name: 'short clips', lanes: 2, rounds: 6, seconds: 10, footage: 'l2_train_ad.mp4', standIn: silentClip },
  {
    name: 'a trailer whose encode is longer than the pauses between kills',
    lanes: 1,
    rounds: 2,
    seconds: 52.2,
    footage: 'sintel_trailer-720p.mp4',
    standIn: trailerClip,
  },
]) {
  test(`kill -9 of every part by itself, ${rounds} times each, over ${name}`, async () => {
    test.setTimeout(1_200_000)
    console.log(`MARQUEE_SEED=${seed}`)
    const film = { file: await footageOr(footage, standIn), seconds }
    const creator = await signIn(system)
    const chaos = { seed, victims: VICTIMS_APART, rounds, lanes, film }
    await expectNothingLost(system, await runChaos(system, creator, chaos))
  })
}
