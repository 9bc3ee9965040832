import { randomInt } from 'node:crypto'
import { test } from '@playwright/test'
import { expectNothingLost } from './support/chaos/expect-nothing-lost.ts'
import { runChaos } from './support/chaos/run-chaos.ts'
import { currentInstallation, footageOr, signIn } from './support/index.ts'
import { silentClip, trailerClip } from './support/stand-ins/good-clips.ts'

const seed = Number(process.env.MARQUEE_SEED ?? randomInt(2 ** 31))

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
  test(`kill -9 of every part, ${rounds} times each, over ${name}`, async () => {
    test.setTimeout(1_200_000)
    console.log(`MARQUEE_SEED=${seed}`)
    const film = { file: await footageOr(footage, standIn), seconds }
    const installation = await currentInstallation()
    const creator = await signIn(installation)
    const survivors = await runChaos(installation, creator, { seed, rounds, lanes, film })
    await expectNothingLost(installation, survivors)
  })
}
