import { randomInt } from 'node:crypto'
import { test } from '@playwright/test'
import { expectNothingLost } from './support/chaos/expect-nothing-lost.ts'
import { runChaos } from './support/chaos/run-chaos.ts'
import { currentInstallation, footageOr, signIn } from './support/index.ts'
import { silentClip } from './support/stand-ins/good-clips.ts'

/** The same seed kills in the same order, after the same waits. */
const seed = Number(process.env.MARQUEE_SEED ?? randomInt(2 ** 31))

test('kill -9 of every part in turn, in mid-run: nothing acknowledged is lost', async () => {
  test.setTimeout(240_000)
  console.log(`MARQUEE_SEED=${seed}`)
  const clip = await footageOr('l2_train_ad.mp4', silentClip)
  const installation = await currentInstallation()
  // Once: a session outlives every restart, and signing in is limited.
  const creator = await signIn(installation)
  const film = { file: clip, seconds: 10 }
  const survivors = await runChaos(installation, creator, { seed, rounds: 1, lanes: 1, film })
  await expectNothingLost(installation, survivors)
})
